/** What is typed while a colleague merges the ticket away follows it to the last letter. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
const { carried, carry } = await import("../console/merging/carry");
const { editorOf, openDraft, save, write } = await import("../console/drafts");

test("the newest text takes the place of the one the desk carried over, below what stood there", () => {
  assert.equal(carried("Dear", "Dear", "Dear Vera"), "Dear Vera");
  assert.equal(carried("Mine was here.\n\nDear", "Dear", "Dear Vera"), "Mine was here.\n\nDear Vera");
  assert.equal(carried("Mine was here.", "", "Dear Vera"), "Mine was here.\n\nDear Vera");
  assert.equal(carried("", "", "Dear Vera"), "Dear Vera");
  assert.equal(carried("Mine.\n\nDear V", "Dear", "Dear Vera"), "Mine.\n\nDear Vera");
});

test("what is there already is not written twice", () => {
  assert.equal(carried("Dear Vera", "Dear", "Dear Vera"), "Dear Vera");
});

test("what was typed since is kept on the ticket it was merged into, once", async () => {
  const kept = new Map([["5/drafts/reply", { text: "Dear", attachment_ids: [], attachments: [], revision: 1 }]]);
  globalThis.fetch = (address, init) => {
    const path = String(address).replace("/api/tickets/", "");
    if (init?.method === "PUT") kept.set(path, { ...JSON.parse(String(init.body)), revision: (kept.get(path)?.revision ?? 0) + 1 });
    return Promise.resolve(new Response(JSON.stringify(kept.get(path))));
  };
  openDraft(4, "reply", { text: "Dear", attachment_ids: [], revision: 1 });
  write(4, "reply", { text: "Dear Vera" });

  for (let turn = 0; turn < 2; turn++) await carry(4, 5, "reply", "Dear");

  assert.deepEqual([kept.get("5/drafts/reply")?.text, kept.get("5/drafts/reply")?.revision], ["Dear Vera", 2]);
  assert.equal(editorOf(5, "reply").text, "Dear Vera");
  await save(4, "reply");
});
