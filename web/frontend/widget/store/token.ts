/** The visitor's secret: made at the first send, kept nowhere but here, sent only in a hello or a header. */

import type { Box } from "./box";

const bytes = 32;

export function readToken(box: Box): string | null {
  return box.get("token");
}

/** Return the token, making it when this is the visitor's first act. */
export function needToken(box: Box): string {
  const token = readToken(box) ?? newToken();
  if (readToken(box) === null) box.set("token", token);
  return token;
}

function newToken(): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...random)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
