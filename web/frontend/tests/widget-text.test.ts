/** Small rules of the widget: length of text, colours, files. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { readableOn } from "../widget/contrast";
import { matches } from "../widget/state/openers";
import { charactersLeft, lengthOf } from "../widget/state/text";
import { faultOf } from "../widget/store/file_rules";

test("an emoji is one character, as the desk counts", () => {
  assert.equal(lengthOf("🙂я"), 2);
});

test("the counter appears near the limit and goes below zero beyond it", () => {
  assert.equal(charactersLeft("x".repeat(9_000)), null);
  assert.equal(charactersLeft("x".repeat(9_990)), 10);
  assert.equal(charactersLeft("🙂".repeat(10_001)), -1);
  assert.equal(charactersLeft("🙂".repeat(6_000)), null);
});

test("text on an accent colour is black or white, whichever can be read", () => {
  assert.equal(readableOn("#1f5fbf"), "#fff");
  assert.equal(readableOn("#f2b705"), "#000");
});

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

test("every accent colour has text of 4.5:1 on it", () => {
  for (let color = 0; color < 0xffffff; color += 4_099) {
    const hex = `#${color.toString(16).padStart(6, "0")}`;
    const light = luminance(hex);
    const ratio = readableOn(hex) === "#000" ? (light + 0.05) / 0.05 : 1.05 / (light + 0.05);
    assert.ok(ratio >= 4.5, `${hex}: ${ratio}`);
  }
});

test("a file that is plainly wrong is told before the upload", () => {
  const most = 1_000;
  const faults = [
    { name: "photo.JPG", type: "image/jpeg", size: 10 },
    { name: "notes", type: "", size: 10 },
    { name: "отчёт.docx", type: "", size: 10 },
    { name: "empty.txt", type: "text/plain", size: 0 },
    { name: "film.mp4", type: "video/mp4", size: 1_001 },
    { name: "setup.exe", type: "application/x-msdownload", size: 10 },
    { name: "setup.exe", type: "", size: 10 },
    { name: "drawing.svg", type: "image/svg+xml", size: 10 },
  ].map((file) => faultOf(file, most));

  assert.deepEqual(faults, [null, null, null, "empty", "too_large", "wrong_type", "wrong_type", "wrong_type"]);
});

test("a star in the page of a rule is anything, and the rest is what it says", () => {
  const shop = "https://shop.example/lamps/blue?size=2";
  for (const pattern of ["", "*", "/lamps/*", "*blue*", "/lamps/blue?size=2", "https://shop.example/*size=*", "/*/blue*2"]) assert.ok(matches(pattern, shop), pattern);
  for (const pattern of ["/lamps", "/", "lamps", "/lamps/blue.size=2", "/lamps/*/2", "*2*2", "https://evil.example/*", "/lamps/blue?size=2*2"]) assert.ok(!matches(pattern, shop), pattern);
});

test("a rule with many stars is answered at once", () => {
  assert.equal(matches(`${"*a".repeat(200)}*b`, `https://shop.example/${"a".repeat(480)}`), false);
});
