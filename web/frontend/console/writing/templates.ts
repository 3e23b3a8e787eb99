/** The templates at hand: fetched once, again when somebody has changed them; found while typing. */
import { signal } from "@preact/signals";
import { api } from "../api";
import { workspace } from "../session";
import type { Template } from "./types";

export const templates = signal<readonly Template[]>([]);
let asked: Promise<void> | null = null;
let position = -1;

/** Have them, and have them fresh: the desk is told when templates change. */
export function needTemplates(): Promise<void> {
  const now = workspace.value?.position ?? 0;
  if (asked && now === position) return asked;
  position = now;
  asked = api<Template[]>("GET", "/api/templates").then(
    (found) => void (templates.value = found),
    (error: unknown) => {
      asked = null;
      throw error;
    },
  );
  return asked;
}

export function forgetTemplates(): void {
  asked = null;
}
