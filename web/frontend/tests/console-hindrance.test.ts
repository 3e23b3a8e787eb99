/** Who writes is told before sending where it would not arrive. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { hindranceOf } from "../console/composer/hindrance";
import type { Identity, Message, Thread } from "../console/store/types";

const WORKS = { id: 1, kind: "email", name: "Support", is_paused: false, out_since: null } as const;
const identity = (kind: string, address: string, unreachable_at: string | null = null): Identity => ({ id: 1, kind, address, verified: true, verified_by: null, unreachable_at, unreachable_reason: unreachable_at && "550 no such user" });

function asked({ channel = WORKS as object, identities = [] as Identity[], blocked = false, to = ["v@x.test"], at = "2026-11-20T10:05:00Z" }) {
  const view = { messages: [{ kind: "in", thread_id: 7 } as Message, { kind: "note" } as Message], threads: [{ id: 7, channel_id: 1 } as Thread] };
  return hindranceOf({ view, channels: [channel as typeof WORKS], customer: { identities, blocked }, to: to.map((address) => ["", address] as const), now: Date.parse(at) })?.kind;
}

test("nothing is in the way of a reply by a channel that works, to an address that lives", () => {
  assert.equal(asked({ identities: [identity("email", "v@x.test"), identity("email", "old@x.test", "2026-11-20T10:00:00Z")] }), undefined);
});

test("a channel that is paused or does not send is told", () => {
  assert.equal(asked({ channel: { ...WORKS, is_paused: true } }), "paused");
  assert.equal(asked({ channel: { ...WORKS, out_since: "2026-11-20T10:00:00Z" } }), "trouble");
});

test("a channel that fails is told once that has lasted two minutes, and not from the first success on", () => {
  const channel = { ...WORKS, out_since: "2026-11-20T10:00:00Z" };
  const told = ["10:00:00", "10:01:59", "10:02:00"].map((time) => asked({ channel, at: `2026-11-20T${time}Z` }));
  assert.deepEqual([...told, asked({ at: "2026-11-20T10:03:00Z" })], [undefined, undefined, "trouble", undefined]);
});

test("an address whose mail came back is told while the reply goes to it, in whatever case it is written", () => {
  const identities = [identity("email", "V@x.test", "2026-11-20T10:00:00Z")];
  assert.deepEqual([asked({ identities }), asked({ identities, to: ["other@x.test"] })], ["returned", undefined]);
});

test("on Telegram it is told once no account of theirs is left", () => {
  const channel = { ...WORKS, kind: "telegram" };
  const dead = identity("telegram", "5", "2026-11-20T10:00:00Z");
  assert.deepEqual([asked({ channel, identities: [dead] }), asked({ channel, identities: [dead, identity("telegram", "6")] })], ["telegram", undefined]);
});

test("a customer who is blocked in the chat is told of there alone", () => {
  assert.deepEqual([asked({ channel: { ...WORKS, kind: "webchat" }, blocked: true }), asked({ blocked: true })], ["blocked", undefined]);
});
