/** The button in the corner, with its count of unread messages, and the box the frame lives in. */

import { readableOn } from "../contrast";
import { drawing, make, plain, setAll } from "./dom";
import { adopt } from "./style";
import type { Words } from "./words";

const bubble = "M21 11.5a8.4 8.4 0 0 1-13 7.5L3 20.5l1.6-4.5A8.4 8.4 0 1 1 21 11.5z";
const cross = "M6 6l12 12M18 6L6 18";

/** What is drawn; the parts read and write it, then draw. */
export interface View {
  words: Words;
  isOpen: boolean;
  isDark: boolean;
  isFull: boolean;
  unread: number;
  /** What the frame says about the unread messages. */
  news: string;
}

export interface Launcher {
  readonly host: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly box: HTMLElement;
  draw(): void;
}

export function makeLauncher(view: View, accent?: string, position?: string): Launcher {
  const host = document.createElement("helpdesk-chat");
  const shadow = host.attachShadow(plain({ mode: "open" }));
  adopt(shadow);
  const section = make("section", "", shadow);
  const button = make("button", "b", section);
  const path = drawing(button);
  const badge = make("span", "n", button);
  const box = make("div", "x", section);
  const color = /^#[0-9a-f]{6}$/i.test(accent || "") ? accent! : "#1f5fbf";
  button.style.cssText = `--a:${color};--o:${readableOn(color)}`;

  return {
    host,
    button,
    box,
    draw() {
      const { words, isOpen, unread } = view;
      section.className = [position, view.isDark && "dark", isOpen && "open"].join(" ");
      setAll(section, { lang: words.locale, "aria-label": words.chat });
      setAll(box, { role: "dialog", "aria-label": words.chat, "aria-modal": view.isFull });
      setAll(button, { "aria-expanded": isOpen, "aria-label": unread ? `${words.chat}. ${view.news}` : words.chat });
      setAll(path, { d: isOpen ? cross : bubble });
      box.hidden = !isOpen;
      badge.textContent = isOpen || !unread ? "" : unread > 9 ? "9+" : `${unread}`;
    },
  };
}
