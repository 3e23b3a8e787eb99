/** Short notes to the agent, spoken politely; and problems in words. */
import { signal } from "@preact/signals";
import { codeOf, Problem } from "./api";
import { known, t } from "./text";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: "info" | "error";
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

export const toasts = signal<readonly Toast[]>([]);
let nextId = 1;

export function toast(text: string, { kind = "info", action, lastsMs = 6_000 }: { kind?: Toast["kind"]; action?: Toast["action"]; lastsMs?: number } = {}): number {
  const id = nextId++;
  toasts.value = [...toasts.value.slice(-3), { id, text, kind, action }];
  setTimeout(() => dismiss(id), kind === "error" ? Math.max(lastsMs, 10_000) : lastsMs);
  return id;
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** What went wrong, in the reader's language. */
export function inWords(error: unknown): string {
  if (!(error instanceof Problem)) return t("problem.unknown");
  if (error.code.startsWith("too_many_")) return t("problem.full");
  return known("problem.", error.code) ?? known("problem.", codeOf(error.status)) ?? t("problem.unknown");
}

/** Tell a failure; an answer nobody waits for any more is no failure. */
export function tell(error: unknown): void {
  if (error instanceof Problem && error.code === "aborted") return;
  if (!(error instanceof Problem)) console.error(error);
  toast(inWords(error), { kind: "error" });
}
