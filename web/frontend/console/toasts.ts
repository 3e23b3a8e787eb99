/** Short notes to the agent, spoken politely; and problems in words. */
import { signal } from "@preact/signals";
import { codeOf, Problem } from "./api";
import { known, t, type Key } from "./text";

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

/** What whoever reads of a failure can do about it. */
export function nextStep(error: unknown): Key {
  if (!(error instanceof Problem)) return "failed.reload";
  if (error.status === 403) return "failed.forbidden";
  if (error.status === 404) return "failed.not_found";
  return error.code === "offline" ? "failed.offline" : error.isPassing ? "failed.passing" : "failed.reload";
}

/** Tell a failure and what next; an answer nobody waits for any more is no failure. Words for one case alone say both. */
export function tell(error: unknown): void {
  if (error instanceof Problem && error.code === "aborted") return;
  if (!(error instanceof Problem)) console.error(error);
  const isGeneral = !(error instanceof Problem) || error.code === codeOf(error.status) || error.code === "offline";
  const isFor = !(error instanceof Problem) || error.isPassing || error.status === 403 || error.status === 404;
  toast(isGeneral && isFor ? `${inWords(error)} ${t(nextStep(error))}` : inWords(error), { kind: "error" });
}
