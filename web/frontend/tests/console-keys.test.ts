/** Keys are by place, laid elsewhere as an agent wishes, and never two commands on one. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
const { COMMAND_IDS, mapOf, nameOf, USUAL } = await import("../console/key_map");
const { laid, pressed } = await import("../console/settings/key_change");

const BARE = { ctrlKey: false, metaKey: false, altKey: false };
const press = (code: string, { shiftKey = false, prefix = "", ...modifiers }: { shiftKey?: boolean; prefix?: string; ctrlKey?: boolean; altKey?: boolean } = {}) => pressed({ ...BARE, ...modifiers, code }, nameOf({ code, shiftKey }), prefix);

test("no two commands usually have the same key", () => {
  assert.equal(new Set(Object.values(USUAL)).size, COMMAND_IDS.length);
});

test("what was laid on a key has it, and who usually had it has none until it is given another", () => {
  const taken = mapOf({ note: "R" });
  assert.deepEqual([taken.at.get("R"), taken.keyOf.reply, taken.keyOf.note, taken.at.has("N")], ["note", "", "R", false]);

  const given = mapOf({ note: "R", reply: "G Q" });
  assert.deepEqual([given.at.get("G Q"), given.keyOf.reply], ["reply", "G Q"]);
});

test("a command can have no key, and one the console does not know changes nothing", () => {
  const map = mapOf({ resolve: "", of_another_version: "J" });

  assert.deepEqual([map.keyOf.resolve, map.at.has("E"), map.at.get("J")], ["", false, "next_row"]);
});

test("a key is named by its place, not by what the layout makes of it", () => {
  assert.deepEqual([nameOf({ code: "KeyR", shiftKey: false }), nameOf({ code: "BracketLeft", shiftKey: false }), nameOf({ code: "Digit7", shiftKey: true })], ["R", "[", "Shift+7"]);
});

test("a press while a key is asked for gives a key, waits for the second after G, or ends", () => {
  assert.deepEqual(press("KeyQ", { shiftKey: true }), { prefix: "", keys: "Shift+Q" });
  assert.deepEqual(press("KeyG"), { prefix: "G " });
  assert.deepEqual(press("KeyQ", { prefix: "G " }), { prefix: "G ", keys: "G Q" });
  assert.equal(press("Backspace").keys, "");
  assert.ok(press("Escape").isEnded && press("Tab").isLeft && press("ShiftLeft").isPassed);
});

test("keys of the browser, of fields and of the help are refused", () => {
  for (const refused of [press("KeyR", { ctrlKey: true }), press("KeyR", { altKey: true }), press("Enter"), press("F5"), press("ArrowDown"), press("Slash", { shiftKey: true })]) assert.ok(refused.refused);
});

test("only what differs from the usual is kept", () => {
  const once = laid({}, "reply", "Q");
  assert.deepEqual(once, { reply: "Q" });
  assert.deepEqual(laid(once, "reply", USUAL.reply), {});
  assert.deepEqual(laid(once, "note", ""), { reply: "Q", note: "" });
});
