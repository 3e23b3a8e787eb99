/** Mails in the console: addresses as they are typed, quotes folded away, whom a reply goes to. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, readAddresses, shortName } from "../console/mail/addresses";
import { partsOf } from "../console/mail/folds";
import { usualRecipients } from "../console/mail/usual";
import { realAddress, revealed } from "../console/parts/plain";
import type { Mail } from "../console/store/types";

const mail: Mail = {
  mail_id: "1@x", from: ["Vera", "vera@x.example"], to: [["Desk", "Support@Desk.example"], ["Boris", "boris@x.example"]], cc: [["", "vera@x.example"], ["", "carl@y.example"]], bcc: [],
  subject: "Parcel", sent_at: null, proof: "verified", auto_kind: "", folds: [], has_remote_images: false, html_view: false,
};

test("mailboxes are read as people write and paste them", () => {
  const { found, rest } = readAddresses('Vera Lind <vera@x.example>, "Lind, Boris" <boris@y.example>; carl@z.example\n олена@пошта.укр');

  assert.deepEqual(found, [["Vera Lind", "vera@x.example"], ["Lind, Boris", "boris@y.example"], ["", "carl@z.example"], ["", "олена@пошта.укр"]]);
  assert.equal(rest, "");
});

test("what is no address stays to be corrected", () => {
  for (const wrong of ["vera", "vera@", "@x.example", "vera@x", "a b@x.example", "vera@x.example.", "<vera@x.example", "vera@x.example\u0000"]) {
    assert.deepEqual([readAddresses(wrong).found, readAddresses(wrong).rest.includes(wrong.trim().slice(0, 3))], [[], true], wrong);
  }
});

test("a mailbox is taken once, however it is written", () => {
  assert.deepEqual(joined([["Vera", "vera@x.example"]], [["", "VERA@x.example"], ["", "carl@y.example"]]), [["Vera", "vera@x.example"], ["", "carl@y.example"]]);
});

test("where the desk cannot be asked a reply goes to its writer, or to nobody", () => {
  assert.deepEqual(usualRecipients({ kind: "in", mail }), { to: [["Vera", "vera@x.example"]], cc: [], bcc: [], subject: "Re: Parcel" });
  assert.equal(usualRecipients({ kind: "in", mail: { ...mail, subject: "RE: Parcel" } }).subject, "RE: Parcel");
  assert.deepEqual(usualRecipients({ kind: "in", mail: { ...mail, proof: "unclear" } }).to, []);
});

test("a text is cut where its folds begin and end, counted in characters", () => {
  const text = "Thanks 🙂!\n\n> old\n> older\n\nBye\n-- \nVera";

  assert.deepEqual(partsOf(text, [[11, 25, "quote"], [30, 38, "signature"]]), [
    { kind: "text", text: "Thanks 🙂!", lines: 1 },
    { kind: "quote", text: "> old\n> older", lines: 2 },
    { kind: "text", text: "Bye", lines: 1 },
    { kind: "signature", text: "-- \nVera", lines: 2 },
  ]);
});

test("folds that make no sense hide nothing", () => {
  assert.deepEqual(partsOf("all of it", [[5, 2, "quote"], [90, 99, "quote"]]), [{ kind: "text", text: "all of it", lines: 1 }]);
  assert.equal(partsOf("ab cd ef", [[0, 5, "quote"], [3, 8, "quote"]]).map((part) => part.text).join("|"), "ab cd| ef");
});

test("an address shows what it hides and what its letters stand for", () => {
  assert.equal(realAddress("eve@evil.example"), "eve@evil.example");
  assert.equal(realAddress("e\u202eve\u200b@evil.example"), "e[U+202E]ve[U+200B]@evil.example");
  assert.equal(realAddress("eve@\u0440\u0430ypal.com"), "eve@раypal.com (xn--ypal-43d9g.com)");
  assert.equal(realAddress("eve@\u0430\u0440\u0440\u04cf\u0435.com"), "eve@аррӏе.com (xn--80ak6aa92e.com)");
  for (const honest of ["олена@пошта.укр", "jörg@müller.example", "eve@"]) assert.equal(realAddress(honest), honest);
});

test("letters that are turned round are shown as they stand", () => {
  assert.equal(revealed("Bank \u202emoc.knab\u202c"), "Bank [U+202E]moc.knab\u202c");
  assert.equal(revealed("\u2067שלום\u2069 Anna"), "\u2067שלום\u2069 Anna");
});

test("a name that is an address is not taken for one", () => {
  assert.equal(shortName(["Vera", "vera@x.example"]), "Vera");
  assert.equal(shortName(["support@bank.example", "eve@evil.example"]), "eve@evil.example");
});
