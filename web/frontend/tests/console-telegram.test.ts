/** Telegram in the console: presses of buttons, how files are shown, in how many messages a reply leaves. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { lookOf, playingTime } from "../console/media/kinds";
import { applyFrame } from "../console/store/apply";
import type { Attachment, Telegram } from "../console/store/types";
import { messagesOf } from "../console/telegram/splitting";
import { desk, event, message, row, withTicket } from "./console-cast";

const PLAIN: Telegram = { answers: null, quote: "", forwarded_from: "", reactions: [], deleted_at: null, is_album: false, parts: 1, content: null, buttons: [], is_press: false };
const OFFERED: Telegram = { ...PLAIN, buttons: [{ label: "Yes", pressed_by: null }, { label: "No", pressed_by: null }] };
const PRESS: Telegram = { ...PLAIN, is_press: true, answers: { message_id: 1, author_kind: "agent", text: "" } };

function file(changes: Partial<Attachment>): Attachment {
  return { id: "f", filename: "f", media_type: "application/octet-stream", size: 1, inline: false, url: "/f", preview_url: null, small_url: null, width: null, height: null, state: "stored", kind: null, duration_s: null, ...changes };
}

test("a press shows below the reply that offered the button, the first one stays", () => {
  const state = withTicket(desk(row(1)), [message(1, { kind: "out", telegram: OFFERED })]);

  const once = applyFrame(state, event(11, { message: message(2, { text: "No", telegram: PRESS }) }));
  const twice = applyFrame(once, event(12, { message: message(3, { text: "No", telegram: PRESS }) }));

  assert.deepEqual(twice.tickets.get(1)!.messages[0]!.telegram!.buttons, [{ label: "Yes", pressed_by: null }, { label: "No", pressed_by: 2 }]);
});

test("words that only look like a press change nothing", () => {
  const state = withTicket(desk(row(1)), [message(1, { kind: "out", telegram: OFFERED })]);

  const after = applyFrame(state, event(11, { message: message(2, { text: "No", telegram: { ...PRESS, is_press: false } }) }));

  assert.deepEqual(after.tickets.get(1)!.messages[0]!.telegram, OFFERED);
});

test("a file is shown by what it is and whether it is here", () => {
  assert.equal(lookOf(file({ media_type: "audio/ogg", kind: "voice" })), "voice");
  assert.equal(lookOf(file({ media_type: "audio/mpeg" })), "audio");
  assert.equal(lookOf(file({ media_type: "video/mp4", kind: "video_note" })), "video_note");
  assert.equal(lookOf(file({ media_type: "image/png", preview_url: "/f?inline=1", width: 300, height: 200 })), "picture");
  assert.equal(lookOf(file({ media_type: "image/gif", preview_url: "/f?inline=1", width: 1, height: 1 })), "file");
  assert.equal(lookOf(file({ media_type: "image/webp", preview_url: "/f?inline=1", kind: "sticker", width: 512, height: 512 })), "sticker");
  assert.equal(lookOf(file({ media_type: "application/gzip", kind: "sticker" })), "file");
  assert.equal(lookOf(file({ media_type: "video/mp4", kind: "video", state: "too_large" })), "file");
});

test("a time of playing is written as players write it", () => {
  assert.deepEqual([0, 7.9, 65, 3_729].map(playingTime), ["0:00", "0:07", "1:05", "1:02:09"]);
});

test("a long reply leaves in several messages, marks of formatting do not count", () => {
  assert.deepEqual([messagesOf(""), messagesOf("x".repeat(4_000)), messagesOf("**" + "x".repeat(4_000) + "**"), messagesOf("x".repeat(4_001))], [1, 1, 1, 2]);
});
