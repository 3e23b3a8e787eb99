/** When a tab takes a new version by itself. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isQuiet } from "../console/store/quiet";

const MINUTE_MS = 60_000;
const calm = { calmMs: 4 * MINUTE_MS, isHidden: false, isBusy: false };

test("a tab nobody has touched for minutes takes a new version, a hidden one sooner", () => {
  assert.equal(isQuiet(calm, 0), true);
  assert.equal(isQuiet({ ...calm, calmMs: MINUTE_MS }, 0), false);
  assert.equal(isQuiet({ ...calm, calmMs: MINUTE_MS, isHidden: true }, 0), true);
  assert.equal(isQuiet({ ...calm, calmMs: 1_000, isHidden: true }, 0), false);
});

test("nothing that is being written or sent is ever interrupted", () => {
  assert.equal(isQuiet({ calmMs: 600 * MINUTE_MS, isHidden: true, isBusy: true }, 0), false);
});

test("tabs come back one after the other", () => {
  assert.equal(isQuiet(calm, 2 * MINUTE_MS), false);
});
