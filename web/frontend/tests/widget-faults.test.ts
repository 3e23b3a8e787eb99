/** Seeded rounds of cuts, repeats, changed places and losses with two tabs against a small model of the desk. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeskEvent } from "../widget/state/protocol";
import { timeline } from "../widget/state/timeline";
import { Round } from "./widget-model";

const rounds = 300;
const steps = 250;

for (let first = 1; first <= rounds; first += 50)
  test(`nothing lost, nothing doubled, order kept: seeds ${first} to ${first + 49}`, () => {
    for (let seed = first; seed < first + 50; seed++) {
      const round = new Round(seed);
      for (let i = 0; i < steps; i++) round.anything();
      round.heal();
      check(round, seed);
    }
  });

function check({ desk, tabs, written, removed, letters }: Round, seed: number): void {
  const stored = [...desk.tickets.values()].flatMap(({ events }) => events).filter((event) => event.message?.from === "visitor");
  const inOrder = stored.map((event) => event.message!).sort((a, b) => a.at.localeCompare(b.at)).map(({ text }) => text);
  assert.deepEqual(inOrder, written.filter((text) => !removed.has(text)), `seed ${seed}: stored as written`);
  assert.equal(letters.size, 0, `seed ${seed}: no letter left`);
  for (const { machine } of tabs) {
    assert.deepEqual(machine.outbox, [], `seed ${seed}: outbox empty`);
    for (const [number, ticket] of desk.tickets) {
      const known = machine.history.get(number);
      assert.deepEqual([...(known?.events.values() ?? [])].map(brief).sort(), ticket.events.map(brief).sort(), `seed ${seed}: events of ${number}`);
      assert.equal(known?.category, ticket.category, `seed ${seed}: status of ${number}`);
      assert.equal(known?.cursor, ticket.events.length, `seed ${seed}: no gap in ${number}`);
    }
    const texts = [...machine.history.values()].flatMap((ticket) => timeline(ticket, [], true)).flatMap((row) => (row.kind === "said" && row.from === "visitor" ? [row.text] : []));
    assert.deepEqual(texts.sort(), inOrder.sort(), `seed ${seed}: shown once each`);
  }
}

function brief({ seq, kind, message, status }: DeskEvent): string {
  return `${String(seq).padStart(4, "0")} ${kind} ${message?.text ?? status}`;
}
