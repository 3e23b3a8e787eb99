/** Merging many pairs of customers beside others who do so. */

import assert from "node:assert/strict";
import { test } from "node:test";

const later = setTimeout;
const soonOver = (run: () => void, ms?: number): unknown => (ms! < 1_000 ? later(run, ms) : (later(run, ms) as unknown as { unref: () => unknown }).unref());
Object.assign(globalThis, { location: { search: "" }, addEventListener: () => undefined, setInterval: () => 0, setTimeout: soonOver });
const { mergePairs } = await import("../console/customers/merge");
const { dismiss, toasts } = await import("../console/toasts");

function desk(refused: string[]): string[] {
  const asked: string[] = [];
  globalThis.fetch = (path, init) => {
    const body = init?.body ? (JSON.parse(String(init.body)) as { customer_ids: number[] }).customer_ids.join() : "";
    const said = `${init?.method} ${String(path).replace("/api/customers/", "")} ${body}`.trim();
    asked.push(said);
    return Promise.resolve(refused.includes(said) ? Response.json({ code: "merged" }, { status: 409 }) : Response.json({}));
  };
  for (const { id } of toasts.value) dismiss(id);
  return asked;
}

test("a pair that somebody else merged first keeps no other, and one undo takes back the rest, the last first", async () => {
  const asked = desk(["POST 3/merged 4"]);

  await mergePairs([[1, 2], [3, 4], [2, 5], [6, 7]], () => undefined);
  assert.deepEqual(asked, ["POST 1/merged 2", "POST 3/merged 4", "POST 1/merged 5", "POST 6/merged 7"]);

  const offers = toasts.value.filter(({ action }) => action);
  assert.equal(offers.length, 1);
  offers[0]!.action!.run();
  for (let turn = 0; asked.length < 7 && turn < 200; turn++) await new Promise((go) => setTimeout(go, 2));

  assert.deepEqual(asked.slice(4), ["DELETE 6/merged/7", "DELETE 1/merged/5", "DELETE 1/merged/2"]);
});
