/** Which requests go first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { api } from "../console/api";

test("what nobody waits for leaves the browser's connections to what somebody waits for", async () => {
  const asked = new Map<string, string | undefined>();
  globalThis.fetch = (path, init) => (asked.set(String(path), init?.priority), Promise.resolve(new Response("{}")));
  const beside = ["/api/tickets/7/read", "/api/tickets/7/visitor?version=2", "/api/customers/3/profile", "/api/tickets?view=all&limit=2000&after_id=5&after_key=9"];
  const waited = ["/api/tickets/7?since=5", "/api/tickets/ahead?ids=7,8", "/api/tickets?view=all&sort=urgency&limit=100", "/api/ticket-rows?ids=7", "/api/tickets/7/messages?before=4"];

  for (const path of [...beside, ...waited]) await api("GET", path);

  assert.deepEqual([...asked], [...beside.map((path) => [path, "low"]), ...waited.map((path) => [path, "auto"])]);
});
