/** What a screen reader is told: each message once, with its author, and nothing while the panel is closed. */

import { signal } from "@preact/signals";
import type { DeskEvent } from "../state/protocol";
import { onNews } from "./news";
import { isOpen } from "./settings";
import { t } from "../words/words";

export interface Announcement {
  readonly key: number;
  readonly text: string;
}

const kept = 5;
let lastKey = 0;

export const announcements = signal<readonly Announcement[]>([]);

export function announce(text: string): void {
  if (!isOpen.peek() || !text) return;
  announcements.value = [...announcements.peek().slice(1 - kept), { key: ++lastKey, text }];
}

export function followNews(): void {
  onNews((event) => announce(spoken(event)));
}

function spoken(event: DeskEvent): string {
  const say = t.peek();
  if (event.status === "resolved") return say("resolved");
  if (event.agent) return say("joined", { name: event.agent.name });
  const { message } = event;
  if (!message || message.from === "visitor") return "";
  const name = message.name ?? say("agent");
  const files = message.attachments.map((file) => file.filename).join(", ");
  const said = message.text ? say("says", { name, text: message.text }) : "";
  return [said, files && say("sends_file", { name, text: files })].filter(Boolean).join(". ");
}
