/** What the page and the desk have set: theme, open or closed, and the channel's public settings. */

import { effect, signal } from "@preact/signals";
import { ask } from "../link/rest";
import type { Theme } from "../port";
import type { Page } from "../state/protocol";
import { locale } from "../words/words";
import { backoffMs } from "../../shared/socket";
import { readableOn } from "../contrast";

export interface Config {
  readonly name: string;
  readonly colors: { readonly accent: string };
  readonly greeting: Readonly<Record<string, string>>;
  readonly online: boolean;
  readonly max_upload_bytes: number;
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
    html.style.setProperty("--on-accent", readableOn(accent));
  });
}

export async function loadConfig(): Promise<void> {
  for (let attempt = 0; !config.value; attempt++) {
    try {
      config.value = await ask<Config>("config");
    } catch {
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
    }
  }
}
