/** Files stand in a draft as they were chosen, whichever is there first. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Attachment } from "../console/store/types";

globalThis.setInterval = (() => 0) as unknown as typeof setInterval; // clocks of the page would keep the test from ending
globalThis.location = { search: "" } as Location;
globalThis.addEventListener = () => undefined;

/** By the name of the file: tells that it is on the server now. */
const arrive = new Map<string, () => void>();

class Upload {
  upload = {};
  status = 201;
  responseText = "";
  onload = () => undefined;
  open() {}
  setRequestHeader() {}
  send(form: FormData) {
    const { name } = form.get("file") as File;
    this.responseText = JSON.stringify({ id: `id of ${name}`, filename: name });
    arrive.set(name, () => this.onload());
  }
}
globalThis.XMLHttpRequest = Upload as unknown as typeof XMLHttpRequest;

const { upLoad, withFile } = await import("../console/composer/uploads");

test("files stand as they were chosen though the last is there first, behind what was there before", async () => {
  let there: readonly Attachment[] = [{ id: "old", filename: "old.txt" } as Attachment];
  const files = ["1.txt", "2.txt", "3.txt"].map((name) => new File(["10"], name));

  upLoad("4.reply", files, (file) => (there = withFile(there, file)));
  for (const name of ["3.txt", "1.txt", "2.txt"]) {
    arrive.get(name)!();
    await new Promise((then) => setTimeout(then, 0));
  }

  assert.deepEqual(there.map(({ filename }) => filename), ["old.txt", "1.txt", "2.txt", "3.txt"]);
});
