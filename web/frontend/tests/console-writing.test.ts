/** What is being written and sent: drafts that meet, the outbox, the Markdown preview, the timeline's items. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMarkdown } from "../console/composer/markdown";
import { withoutMarks } from "../console/parts/plain";
import { EMPTY_EDITOR, keepMine, meet, putBack, takeOther, type Editor } from "../console/store/draft";
import { mergeMessages } from "../console/store/messages";
import { listOutgoing, nextToSend, outcomeOf, storeOutgoing, type Outgoing, type Shelf } from "../console/store/outgoing";
import { itemsOf, newerThan } from "../console/timeline/items";
import type { Delivery, Draft } from "../console/store/types";
import { anna, later, message } from "./console-cast";

const mine: Editor = { ...EMPTY_EDITOR, text: "mine", revision: 1, dirty: true };
const saved: Draft = { text: "theirs", attachment_ids: [], revision: 2 };

test("a newer draft replaces a text that nobody has touched", () => {
  assert.equal(meet({ ...mine, dirty: false }, saved).text, "theirs");
});

test("a line of what we wrote has no marks, and names whom a note names", () => {
  assert.equal(withoutMarks("**Now** @[Борис Б.](agent:3) and @[Support](team:2):\n\n\n`look` [here](https://desk.example)"), "Now @Борис Б. and @Support:\nlook [here](https://desk.example)");
});

test("two changed texts are both kept until somebody chooses", () => {
  const met = meet(mine, saved);

  assert.equal(met.text, "mine");
  assert.equal(met.other!.text, "theirs");
  assert.deepEqual([keepMine(met).revision, keepMine(met).text], [2, "mine"]);
  assert.deepEqual([takeOther(met).text, takeOther(met).dirty], ["theirs", false]);
});

test("a draft removed elsewhere does not take an unsaved text along", () => {
  assert.deepEqual([meet(mine, undefined).text, meet(mine, undefined).revision], ["mine", 0]);
  assert.equal(meet({ ...mine, dirty: false }, undefined), EMPTY_EDITOR);
});

test("a text put back does not overwrite what was written since", () => {
  assert.equal(putBack(mine, "undone", []).text, "undone\n\nmine");
});

function shelf(): Shelf {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

function letter(key: string, changes: Partial<Outgoing> = {}): Outgoing {
  return { key, ticketId: 1, kind: "reply", text: key, attachments: [], seenId: 1, force: false, resolve: false, createdAt: key, state: "queued", problem: null, ...changes };
}

test("stored sends are listed oldest first, and only those of this agent that can be read", () => {
  const kept = shelf();
  for (const key of ["b", "a"]) storeOutgoing(kept, "out.1.", letter(key));
  storeOutgoing(kept, "out.2.", letter("other"));
  kept.setItem("out.1.c", "{broken");

  assert.deepEqual(listOutgoing(kept, "out.1.").map(({ key }) => key), ["a", "b"]);
});

test("nothing overtakes a reply that waits for a decision on the same ticket", () => {
  const held = letter("a", { state: "newer" });

  assert.equal(nextToSend([held, letter("b")]), undefined);
  assert.equal(nextToSend([held, letter("c", { ticketId: 2 })])!.key, "c");
  assert.equal(nextToSend([letter("a", { state: "failed" }), letter("b")])!.key, "b");
});

test("only what may pass by itself is tried again", () => {
  assert.equal(outcomeOf({ code: "offline", isPassing: true, status: 0 }), "later");
  assert.equal(outcomeOf({ code: "unauthenticated", isPassing: false, status: 401 }), "later");
  assert.equal(outcomeOf({ code: "newer_message", isPassing: false, status: 409 }), "newer");
  assert.equal(outcomeOf({ code: "forbidden", isPassing: false, status: 403 }), "failed");
});

test("of two copies of a message the one further on its way stays", () => {
  const delivery = (state: Delivery["state"], attempt = 1): Delivery => ({ state, attempt, error: null, release_at: null, at: null });
  const state = (one: Delivery, other: Delivery): string => mergeMessages([message(1, { delivery: one })], [message(1, { delivery: other })])[0]!.delivery!.state;

  assert.equal(state(delivery("read"), delivery("sent")), "read");
  assert.equal(state(delivery("failed"), delivery("queued", 2)), "queued");
  assert.equal(state(delivery("unknown"), delivery("sent")), "sent");
});

test("the timeline has days, facts in between, one unread line, and a send only until it has arrived", () => {
  const messages = [message(1), message(2, { created_at: later(60 * 24), client_key: "k" }), message(3, { created_at: later(60 * 24 + 1) })];
  const entries = [{ id: 1, kind: "ticket.created", at: later(30), actor: { kind: "system" as const, id: null, name: null }, data: {} }];

  const items = itemsOf({ messages, entries, outgoing: [letter("k"), letter("z")], readUpTo: 1, me: anna });

  assert.deepEqual(items.map(({ kind }) => kind), ["day", "message", "entries", "day", "unread", "message", "message", "outgoing"]);
});

test("the preview knows the Markdown of replies and nothing more", () => {
  assert.deepEqual(parseMarkdown("**a** _b_ `c` ~~d~~ [e](https://x.example) <b>"), [
    {
      kind: "paragraph",
      children: [
        { kind: "strong", children: [{ kind: "text", text: "a" }] }, { kind: "text", text: " " },
        { kind: "em", children: [{ kind: "text", text: "b" }] }, { kind: "text", text: " " },
        { kind: "code", text: "c" }, { kind: "text", text: " " },
        { kind: "strike", children: [{ kind: "text", text: "d" }] }, { kind: "text", text: " " },
        { kind: "link", href: "https://x.example", children: [{ kind: "text", text: "e" }] }, { kind: "text", text: " <b>" },
      ],
    },
  ]);
  assert.deepEqual(parseMarkdown("- a\n- b\n\n> c\n\n```\nd\n```").map(({ kind }) => kind), ["list", "quote", "code"]);
  assert.deepEqual(parseMarkdown("snake_case_name 2*3*4 [x](javascript:alert(1))").map(({ kind }) => kind), ["paragraph"]);
});

test("what came while one reads above is counted by message, without one's own", () => {
  const own = message(4, { kind: "out", author: { kind: "agent", id: anna, name: "Anna", avatar: null } });

  assert.equal(newerThan([message(1), message(2), message(3), own, message(5)], 2, anna), 2);
});
