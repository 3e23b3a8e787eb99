/** A change of many that breaks off, or is refused in part. */

import assert from "node:assert/strict";
import { test } from "node:test";

// A page's own, asked for as soon as the console's files are read; and what lasts long keeps no test waiting.
const later = setTimeout;
const soonOver = (run: () => void, ms?: number): unknown => (ms! < 1_000 ? later(run, ms) : (later(run, ms) as unknown as { unref: () => unknown }).unref());
Object.assign(globalThis, { location: { search: "" }, document: { documentElement: {} }, addEventListener: () => undefined, setInterval: () => 0, setTimeout: soonOver });
const { changeMany } = await import("../console/lists/bulk");
const { dismiss, toasts } = await import("../console/toasts");
const { loadWords, speak } = await import("../console/text");

const KIND = { path: "/api/ticket-changes", done: "lists.bulk_done", settled: () => undefined } as const;
interface Asked { ids: number[]; change: unknown; was: unknown }

function desk(answer: (asked: Asked, at: number) => Response): Asked[] {
  const asked: Asked[] = [];
  globalThis.fetch = async (_, init) => answer(asked[asked.push(JSON.parse(String(init?.body)) as Asked) - 1]!, asked.length);
  for (const { id } of toasts.value) dismiss(id);
  return asked;
}

const changed = ({ ids }: Asked, refused: number[] = []): Response =>
  Response.json({ done: ids.filter((id) => !refused.includes(id)), refused: refused.map((id) => ({ id, code: "closed" })), undo: [{ ids, change: { assignee_id: null }, was: { assignee_id: 4 } }] });
const lost = (): Response => {
  throw new TypeError("no connection");
};
const broken = (): Response => new Response("", { status: 503 });
const ids = Array.from({ length: 250 }, (_, at) => at + 1);

test("what was refused and what was not reached stays chosen", async () => {
  desk((asked, at) => (at === 1 ? changed(asked, [7]) : broken()));

  const left = await changeMany(ids, { assignee_id: 4 }, KIND);

  assert.deepEqual([...left], [7, ...ids.slice(100)]);
});

test("a lost connection is told once, with what stands", async () => {
  await loadWords("lists");
  await speak("en");
  desk((asked, at) => (at === 1 ? changed(asked, [7]) : lost()));

  await changeMany(ids, { assignee_id: 4 }, KIND);

  assert.deepEqual(toasts.value.map(({ text }) => text).filter((text) => text.includes("cannot be reached")), [
    "The desk cannot be reached. Perhaps not changed yet: 150. The choice stays as it is, and trying again does nothing twice.",
  ]);
});

test("taking back says what it was, and what breaks off can be gone on with", async () => {
  const asked = desk((one, at) => (at === 5 ? broken() : changed(one)));
  await changeMany(ids, { assignee_id: 4 }, KIND);

  toasts.value.findLast(({ action }) => action)!.action!.run();
  await until(() => asked.length === 5 && toasts.value.some(({ action }) => action));
  toasts.value.findLast(({ action }) => action)!.action!.run();
  await until(() => asked.length === 7);

  const back = asked.slice(3);
  assert.deepEqual(back.map((one) => [one.change, one.was]), back.map(() => [{ assignee_id: null }, { assignee_id: 4 }]));
  assert.deepEqual(back.flatMap((one) => one.ids), [...ids.slice(0, 200), ...ids.slice(100)]);
});

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    if (holds()) return;
    await new Promise((go) => setTimeout(go, 2));
  }
  throw new Error("it never came");
}
