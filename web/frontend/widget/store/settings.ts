/** What the page and the desk have set: theme, open or closed, and the channel's public settings. */

import { effect, signal } from "@preact/signals";
import { ask } from "../link/rest";
import type { Theme } from "../port";
import type { Page } from "../state/protocol";
import { locale } from "../words/words";
import { backoffMs } from "../../shared/socket";

export type Texts = Readonly<Record<string, string>>;

export interface Field {
  readonly key: string;
  readonly kind: "name" | "email" | "phone" | "topic" | "text" | "choice" | "number" | "date" | "yes_no" | "several";
  /** Whose custom field it is, if it is one. */
  readonly of?: "ticket" | "customer";
  readonly label: Texts;
  readonly required: boolean;
  readonly options: readonly { readonly value: string; readonly label: Texts }[];
}

export interface Opener {
  readonly id: string;
  readonly text: Texts;
  readonly page: string;
  readonly after_s: number;
  readonly visit: "any" | "first" | "returning";
  readonly in_hours_only: boolean;
}

export interface Config {
  readonly name: string;
  readonly colors: { readonly accent: string; readonly on_accent: string };
  readonly greeting: Texts;
  readonly texts?: { readonly title?: Texts; readonly intro?: Texts; readonly placeholder?: Texts; readonly offline?: Texts };
  readonly languages?: readonly string[];
  readonly language?: string;
  readonly form?: readonly Field[];
  readonly consent?: { readonly text: Texts; readonly link: string; readonly link_text: Texts } | null;
  readonly hours?: { readonly open: boolean; readonly opens_at: string | null } | null;
  readonly reply_time?: { readonly minutes: number } | null;
  readonly proactive?: readonly Opener[];
  readonly uploads?: { readonly max_bytes: number; readonly accept: string } | null;
  readonly hand_over?: { readonly mail: boolean; readonly telegram: boolean };
  readonly rating?: boolean;
  readonly end?: boolean;
  readonly identity?: { readonly required: boolean };
  readonly online: boolean;
  readonly max_upload_bytes: number;
}

/** What the desk's admin wrote, in the language at hand or the channel's own. */
export function worded(texts: Texts | undefined): string {
  return texts?.[locale.value] || texts?.[config.value?.language ?? ""] || "";
}

export const config = signal<Config | null>(null);
export const theme = signal<Theme>("auto");
export const page = signal<Page | null>(null);
/** On screen, as far as the page's launcher decides. */
export const isOpen = signal(window.parent === window);

const systemDark = matchMedia("(prefers-color-scheme: dark)");
const isSystemDark = signal(systemDark.matches);

/** Keep the document in step with the settings. */
export function followSettings(): void {
  const html = document.documentElement;
  systemDark.addEventListener("change", () => (isSystemDark.value = systemDark.matches));
  effect(() => void (html.lang = locale.value));
  effect(() => {
    html.dataset["theme"] = theme.value === "auto" ? (isSystemDark.value ? "dark" : "light") : theme.value;
  });
  effect(() => {
    const accent = config.value?.colors.accent ?? "";
    if (!/^#[0-9a-f]{6}$/i.test(accent)) return;
    html.style.setProperty("--accent", accent);
    html.style.setProperty("--on-accent", config.value?.colors.on_accent ?? "");
  });
}

export async function loadConfig(isAnew = false): Promise<void> {
  for (let attempt = 0; isAnew || !config.value; attempt++) {
    try {
      config.value = await ask<Config>("config");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
    }
  }
}
