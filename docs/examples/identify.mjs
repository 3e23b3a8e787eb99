// A site's server says who its signed-in visitor is: a token for Helpdesk("identify", token). Node's own library alone.
import { createHmac } from "node:crypto";

/** A token that holds for five minutes; make one for each page, never store it. */
export function chatToken(secret, widgetKey, user) {
  const head = { alg: "HS256", typ: "JWT" };
  const claims = {
    sub: user.id,
    aud: widgetKey,
    exp: Math.floor(Date.now() / 1000) + 300,
    name: user.name,
    email: user.email,
    email_verified: true, // only if you have checked the address
  };
  const content = `${part(head)}.${part(claims)}`;
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
}

/** What proves an id in the simple mode; nothing else that is said beside it is believed. */
export function userHash(secret, userId) {
  return createHmac("sha256", secret).update(userId).digest("hex");
}

function part(value) {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
