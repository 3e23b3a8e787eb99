/** What is being written stays on the screen, whatever an older answer of the desk knows. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
const { clearDraft, draftElsewhere, draftsState, editorOf, openDrafts, save, write } = await import("../console/drafts");

const kept = { text: "from another tab", attachment_ids: [], revision: 1 };

test("an answer that was asked for before a text was saved does not take the text away", async () => {
  globalThis.fetch = () => Promise.resolve(new Response(JSON.stringify({ revision: 1 })));
  const asked = draftsState(7);
  write(7, "note", { text: "half a thought" });
  const saving = save(7, "note");
  openDrafts(7, {}, asked);
  await saving;
  openDrafts(7, {}, asked);

  assert.equal(editorOf(7, "note").text, "half a thought");

  openDrafts(7, {}, draftsState(7));
  assert.equal(editorOf(7, "note").text, "", "what another device has removed since goes");
});

test("a text that was sent does not come back from an answer that still knew it", async () => {
  globalThis.fetch = () => Promise.resolve(new Response(null, { status: 204 }));
  openDrafts(8, { reply: kept }, draftsState(8));
  assert.equal(editorOf(8, "reply").text, kept.text);

  const asked = draftsState(8);
  clearDraft(8, "reply");
  openDrafts(8, { reply: kept }, asked);

  assert.equal(editorOf(8, "reply").text, "");
});

/** As the desk does: each save has the next revision, whatever came of its answer. */
function desk(): { revision: number; isDeaf: boolean } {
  const known = { revision: 0, isDeaf: false };
  globalThis.fetch = () => {
    known.revision += 1;
    return known.isDeaf ? Promise.reject(new TypeError("the connection is gone")) : Promise.resolve(new Response(JSON.stringify({ revision: known.revision })));
  };
  return known;
}

test("an echo of what was saved before the last time neither takes the text away nor is another copy", async () => {
  desk();
  for (const text of ["first", "second"]) {
    write(9, "reply", { text });
    await save(9, "reply");
  }
  await draftElsewhere(9, "reply", { text: "first", revision: 1 });
  assert.equal(editorOf(9, "reply").text, "second");

  write(9, "reply", { text: "third" });
  await draftElsewhere(9, "reply", { text: "first", revision: 1 });
  await draftElsewhere(9, "reply", { text: "second", revision: 2 });

  assert.deepEqual([editorOf(9, "reply").text, editorOf(9, "reply").other, editorOf(9, "reply").revision], ["third", null, 2]);
});

test("what another device has saved is another copy still", async () => {
  desk();
  write(10, "reply", { text: "mine" });
  await save(10, "reply");
  write(10, "reply", { text: "mine, and more" });
  await draftElsewhere(10, "reply", { text: "theirs", revision: 2 });

  assert.equal(editorOf(10, "reply").other?.text, "theirs");
});

test("a text that was saved though the answer was lost is known as saved by its echo", async () => {
  desk().isDeaf = true;
  write(11, "reply", { text: "mine" });
  await save(11, "reply").catch(() => undefined);
  desk(); // hears again: the page would try for ever
  await draftElsewhere(11, "reply", { text: "mine", revision: 1 });

  const { text, revision, dirty, other } = editorOf(11, "reply");
  assert.deepEqual([text, revision, dirty, other], ["mine", 1, false, null]);
});

test("another copy that was sent or removed meanwhile is no longer offered, and what is here stays", async () => {
  desk();
  write(12, "reply", { text: "mine" });
  await draftElsewhere(12, "reply", { text: "theirs", revision: 2 });
  assert.equal(editorOf(12, "reply").other?.text, "theirs");

  await draftElsewhere(12, "reply", {});

  assert.deepEqual([editorOf(12, "reply").text, editorOf(12, "reply").other], ["mine", null]);
});
