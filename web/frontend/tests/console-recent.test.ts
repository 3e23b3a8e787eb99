/** What was searched for lately is kept in this browser, per agent. */

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
const kept = new Map<string, string>();
globalThis.localStorage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, text: string) => void kept.set(key, text), removeItem: (key: string) => void kept.delete(key) } as unknown as Storage;
const { forgetSearches, recentSearches, rememberSearch } = await import("../console/search/recent");
const { me } = await import("../console/session");

function signedIn(id: number): void {
  me.value = { agent: { id } } as unknown as typeof me.value;
}

test("the newest comes first, once, in the place of what it was typed on from, and eight at most", () => {
  signedIn(3);
  for (const query of ["lamp", "parcel", "lamp green", "parcel", " x "]) rememberSearch(query);
  assert.deepEqual(recentSearches(), ["parcel", "lamp green"]);

  for (let at = 0; at < 12; at++) rememberSearch(`order ${at} of twelve`);
  assert.equal(recentSearches().length, 8);
});

test("nobody sees another's, under a name that signing out clears, and they can be forgotten", () => {
  signedIn(4);
  assert.deepEqual(recentSearches(), []);
  rememberSearch("refund");
  assert.ok([...kept.keys()].includes("helpdesk.searches.4."));

  forgetSearches();
  assert.deepEqual(recentSearches(), []);
});
