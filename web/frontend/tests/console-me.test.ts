/** What an agent changes about themselves in one tab, the others take over. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Me } from "../console/store/types";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
const said: string[] = [];
const tab = { onmessage: (_: { data: string }): void => undefined, postMessage: (text: string) => void said.push(text) };
globalThis.BroadcastChannel = function () {
  return tab;
} as unknown as typeof BroadcastChannel;
const { startMe } = await import("../console/me");
const { me } = await import("../console/session");

const ANNA = { agent: { id: 3, name: "Anna", locale: "en" }, preferences: { theme: "light" } } as unknown as Me;

test("a change is told to the other tabs once, theirs is taken over and not told again, and a stranger's is left", () => {
  me.value = ANNA;
  startMe();
  assert.deepEqual(said, []);

  me.value = { ...me.value, preferences: { ...me.value.preferences, theme: "dark" } };
  assert.deepEqual(said.map((text) => JSON.parse(text).preferences.theme), ["dark"]);

  tab.onmessage({ data: JSON.stringify({ agent: { ...ANNA.agent, name: "Anna B." }, preferences: { theme: "auto" } }) });
  assert.deepEqual([me.value.agent.name, me.value.preferences.theme, said.length], ["Anna B.", "auto", 1]);

  tab.onmessage({ data: JSON.stringify({ agent: { ...ANNA.agent, id: 4 }, preferences: { theme: "dark" } }) });
  assert.equal(me.value.preferences.theme, "auto");
});
