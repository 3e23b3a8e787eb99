/** A link to the customer's page is noticed where others get it too, and can be taken out. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hasPageLink, othersAmong, withoutPageLink } from "../console/writing/page_link";

const LINK = "https://desk.example/my-ticket/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_ab";

test("a link is found as a place and as what fills it, and no other address is", () => {
  assert.deepEqual(["{{ticket.link}}", "See {{ ticket.link }}", `See ${LINK}.`].map(hasPageLink), [true, true, true]);
  assert.deepEqual(["{{ticket.number}}", "https://shop.example/my-ticket/", "my-ticket"].map(hasPageLink), [false, false, false]);
});

test("taken out, the words around it stay, and a line of nothing else goes", () => {
  assert.equal(withoutPageLink(`Hello,\n${LINK}\nAnna`), "Hello,\nAnna");
  assert.equal(withoutPageLink(`See [your ticket](${LINK}) at any time`), "See your ticket at any time");
  assert.equal(withoutPageLink("See {{ticket.link}} or call"), "See or call");
  assert.equal(withoutPageLink("One\n\nTwo  three"), "One\n\nTwo  three");
});

test("others are all but the customer's own addresses, and nobody while those are not known", () => {
  const own = [{ kind: "email", address: "vera@x.test" }, { kind: "telegram", address: "boris@x.test" }];
  const people = [["Vera", "Vera@x.test"], ["", "boris@x.test"]] as const;
  assert.deepEqual(othersAmong(people, own), [["", "boris@x.test"]]);
  assert.deepEqual(othersAmong(people, undefined), []);
});
