/** No file goes into a draft that nobody will send. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../console/store/types";
import { desk, row } from "./console-cast";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout;
globalThis.location = { search: "" } as Location;
globalThis.addEventListener = () => undefined;
const { addFiles, uploads } = await import("../console/composer/uploads");
const { state } = await import("../console/session");
const { toasts } = await import("../console/toasts");
const { loadWords } = await import("../console/text");
const { refuse } = await import("../console/composer/refused_files");

function isTaken(changes: Partial<Row>, mode: "reply" | "note" = "reply"): boolean {
  state.value = desk(row(4, changes), row(5));
  uploads.value = [];
  addFiles(4, mode, [new File(["10"], "bill.txt")]);
  return uploads.value.length === 1;
}

globalThis.XMLHttpRequest = class { upload = {}; open() {} setRequestHeader() {} send() {} addEventListener() {} } as unknown as typeof XMLHttpRequest;

test("a file goes up for a ticket that lives, and not for one that was merged away or whose reply is in the trash", () => {
  assert.deepEqual([isTaken({}), isTaken({ merged_into_id: 5 }), isTaken({ merged_into_id: 5 }, "note"), isTaken({ is_trashed: true }), isTaken({ is_trashed: true }, "note")], [true, false, false, false, true]);
});

test("it is said where to go with it", async () => {
  await Promise.all([loadWords("merging"), loadWords("help")]);
  toasts.value = [];
  state.value = desk(row(4), row(5));

  await refuse(row(4, { merged_into_id: 5 }));
  await refuse(row(4, { is_trashed: true }));

  assert.deepEqual(toasts.value.map(({ text, action }) => [text, action?.label]), [
    ["This ticket is part of another one now. Add the file there.", "Go on in #1005"],
    ["A reply from the trash takes no file. Restore the ticket first.", "Restore"],
  ]);
});
