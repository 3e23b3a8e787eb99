/** The outbox: what is sent, when, and what ends it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { idle, step, type Effect, type Input, type Machine } from "../widget/state/machine";
import { newLetter, type Letter } from "../widget/state/outbox";
import { ack, event, said, welcome } from "./widget-frames";

const hello = welcome({ seq: 0, events: [] });

function letters(...texts: string[]): Letter[] {
  return texts.reduce<Letter[]>((all, text) => [...all, newLetter(all, { id: text, text, attachments: [], now: 1_000 })], []);
}

function after(...inputs: Input[]): [Machine, Effect[]] {
  return inputs.reduce<[Machine, Effect[]]>(([machine, effects], input) => {
    const [next, more] = step(machine, input);
    return [next, [...effects, ...more]];
  }, [idle, []]);
}

function sent(effects: Effect[]): string[] {
  return effects.flatMap((effect) => (effect.do === "send" ? [effect.letter.id] : []));
}

const live: Input[] = [{ i: "turn", on: true }, { i: "frame", frame: hello }];

test("nothing is sent before the welcome or without the turn", () => {
  assert.deepEqual(sent(after({ i: "letters", letters: letters("a") }, { i: "turn", on: true })[1]), []);
  assert.deepEqual(sent(after({ i: "letters", letters: letters("a") }, { i: "frame", frame: hello })[1]), []);
});

test("history that came ahead of the connection is shown, and nothing is sent for it", () => {
  const ahead = welcome({ seq: 1, events: [said(1, "x")] });

  const [machine, effects] = after({ i: "turn", on: true }, { i: "letters", letters: letters("a") }, { i: "ahead", frame: ahead });
  const [welcomed] = step(machine, { i: "frame", frame: ahead });

  assert.deepEqual([machine.live, sent(effects), machine.history.get(ahead.tickets[0]!.number)!.events.size], [false, [], 1]);
  assert.deepEqual(welcomed.history, machine.history);
});

test("one letter at a time, in the order of writing", () => {
  const [machine, effects] = after(...live, { i: "letters", letters: letters("a", "b") });
  assert.deepEqual(sent(effects), ["a"]);

  const [, more] = step(machine, { i: "frame", frame: ack(1, "a", "a") });

  assert.deepEqual(more, [{ do: "forget", id: "a" }, { do: "send", letter: letters("a", "b")[1] }]);
});

test("a letter under way is not sent again while its answer is awaited", () => {
  const [machine] = after(...live, { i: "letters", letters: letters("a") });

  const [, effects] = step(machine, { i: "frame", frame: event(said(1, "x")) });

  assert.deepEqual(sent(effects), []);
});

test("a letter under way when the connection is cut is sent again on the next one", () => {
  const [machine] = after(...live, { i: "letters", letters: letters("a") }, { i: "down" });

  const [, effects] = step(machine, { i: "frame", frame: hello });

  assert.deepEqual(sent(effects), ["a"]);
});

test("an event with the letter's id ends it as an acknowledgement does", () => {
  const [machine] = after(...live, { i: "letters", letters: letters("a") });

  const [next, effects] = step(machine, { i: "frame", frame: event({ ...said(1, "a"), message: ack(1, "a", "a").message }) });

  assert.deepEqual(next.outbox, []);
  assert.deepEqual(effects, [{ do: "forget", id: "a" }]);
});

test("a second acknowledgement changes nothing", () => {
  const [machine] = after(...live, { i: "letters", letters: letters("a") }, { i: "frame", frame: ack(1, "a", "a") });

  const [next, effects] = step(machine, { i: "frame", frame: ack(1, "a", "a") });

  assert.deepEqual(next.history.get(7)?.events.size, 1);
  assert.deepEqual(effects, []);
});

test("a refused letter stays to be seen and lets the next one pass", () => {
  const [machine] = after(...live, { i: "letters", letters: letters("a", "b") });

  const [next, effects] = step(machine, { i: "frame", frame: { t: "refused", client_id: "a", code: "too_many" } });

  assert.equal(next.outbox[0]?.refused, "too_many");
  assert.deepEqual(sent(effects), ["b"]);
});

test("a refused letter is sent again only when the visitor says so", () => {
  const [machine] = after(...live, { i: "letters", letters: letters("a") }, { i: "frame", frame: { t: "refused", client_id: "a", code: "too_many" } });
  assert.deepEqual(sent(after({ i: "letters", letters: machine.outbox }, ...live)[1]), []);

  const [, effects] = step(machine, { i: "again", id: "a" });

  assert.deepEqual(sent(effects), ["a"]);
});

test("what was looked at without a connection is told at the next welcome", () => {
  const known: Input = { i: "frame", frame: welcome({ seq: 2, events: [said(1, "x"), said(2, "y")] }) };
  const [machine] = after(known, { i: "down" }, { i: "viewed", ticket: 7, seq: 2 });

  const [, effects] = step(machine, known);

  assert.deepEqual(effects, [{ do: "seen", ticket: 7, seq: 2 }]);
});

test("a clock that goes back does not change the order of letters", () => {
  const first = newLetter([], { id: "a", text: "a", attachments: [], now: 2_000 });

  const second = newLetter([first], { id: "b", text: "b", attachments: [], now: 1_000 });

  assert.ok(second.at > first.at);
});
