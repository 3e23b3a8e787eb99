/** The button in the corner, with its count of unread messages, and the box the frame lives in. */

import { make, plain, setAll } from "./dom";
import type { Settings } from "./settings";
import { adopt } from "./style";
import type { pickWords } from "./words";

// What is cut out of 28 pixels square.
const bubble = "M14 3c7 0 12 4 12 9.5s-5 9.5-12 9.5l-4-.5-6 3.5 1.5-5.5c-2-2-3.5-4-3.5-7 0-5.5 5-9.5 12-9.5z";
const cross = "M5 7l2-2 7 7 7-7 2 2-7 7 7 7-2 2-7-7-7 7-2-2 7-7z";

/** What is drawn; the parts read and write it, then draw. */
export interface View {
  words: ReturnType<typeof pickWords>;
  isOpen: boolean;
  isDark: boolean;
  isFull: boolean;
  unread: number;
  /** What the frame says about the unread messages. */
  news: string;
  /** How high the frame wants to be while it is closed: it has something to say first. */
  peek: number;
}

export interface Launcher {
  readonly host: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly box: HTMLElement;
  draw(): void;
}

export function makeLauncher(view: View, { colors, position, launcher: { path: picture = bubble, label = {}, side_px = 20, bottom_px = 20 } = {} }: Settings): Launcher {
  const host = document.createElement("helpdesk-chat");
  const shadow = host.attachShadow(plain({ mode: "open" }));
  adopt(shadow);
  const section = make("section", "", shadow);
  const button = make("button", "b", section);
  const drawing = make("i", "", button);
  const words = make("span", "", button);
  const badge = make("span", "n", button);
  const box = make("div", "x", section);
  section.style.cssText = `--a:${colors.accent};--o:${colors.on_accent};--x:${side_px}px;--y:${bottom_px}px`;

  return {
    host,
    button,
    box,
    draw() {
      const { locale, chat } = view.words;
      const title = label[locale] || chat;
      const { isOpen, unread, peek } = view;
      const isPeeking = peek && !isOpen;
      section.className = [position, view.isDark && "dark", isOpen && "open", isPeeking && "peek"].join(" ");
      setAll(section, { lang: locale, "aria-label": chat });
      setAll(box, { role: "dialog", "aria-label": chat, "aria-modal": view.isFull });
      setAll(button, { "aria-expanded": isOpen, "aria-label": unread ? `${title}. ${view.news}` : title });
      drawing.style.clipPath = `path(evenodd,"${isOpen ? cross : picture}")`;
      section.style.setProperty("--p", `${peek}px`);
      words.textContent = (!isOpen && label[locale]) || "";
      box.hidden = !isOpen && !isPeeking;
      badge.textContent = isOpen || !unread ? "" : unread > 9 ? "9+" : `${unread}`;
    },
  };
}
