/** What is being written stays on the screen, whatever an older answer of the desk knows. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
const { clearDraft, draftsState, editorOf, openDrafts, save, write } = await import("../console/drafts");

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
