/** The macros at hand, and running them. */
import { signal } from "@preact/signals";
import { uuid } from "../../shared/dom";
import { api, Problem } from "../api";
import { change } from "../live";
import { state, tickets, workspace } from "../session";
import { applyFrame } from "../store/apply";
import type { Row } from "../store/types";
import { known, loadWords, t } from "../text";
import { inWords, tell, toast } from "../toasts";
import type { Macro } from "./types";

export const macros = signal<readonly Macro[]>([]);
let position = -1;

export async function needMacros(): Promise<void> {
  const now = workspace.value?.position ?? 0;
  if (now === position) return;
  macros.value = await api<Macro[]>("GET", "/api/macros");
  position = now;
}

export async function runMacro(macro: Macro, ticketId: number, { othersGetLink = false }: { othersGetLink?: boolean } = {}): Promise<void> {
  await loadWords("answers");
  const seen = tickets.value.get(ticketId)?.messages.at(-1)?.id;
  try {
    const { run_id, ticket } = await api<{ run_id: number; ticket: Row | null }>("POST", `/api/tickets/${ticketId}/macro-runs`, { macro_id: macro.id, client_key: uuid(), ...(seen && { seen_message_id: seen }), ...(othersGetLink && { others_get_link: true }) });
    show(ticket);
    toast(t("macros.ran", { name: macro.name }), { lastsMs: 10_000, action: { label: t("action.undo"), run: () => void undo(ticketId, run_id).catch(tell) } });
  } catch (error) {
    if (error instanceof Problem && error.code === "link_for_others") askAboutLink(macro, ticketId, error);
    else toast(reasonOf(error), { kind: "error" });
  }
}

/** Nothing has happened yet, so that it may be left at that. */
function askAboutLink(macro: Macro, ticketId: number, { fields }: Problem): void {
  const names = Array.isArray(fields.others) ? fields.others.join(", ") : "";
  const run = (): void => void runMacro(macro, ticketId, { othersGetLink: true });
  toast(t("macros.link_for_others", { name: macro.name, names }), { kind: "error", lastsMs: 30_000, action: { label: t("macros.run_anyhow"), run } });
}

async function undo(ticketId: number, runId: number): Promise<void> {
  const { left, ticket } = await api<{ left: string[]; ticket: Row | null }>("DELETE", `/api/tickets/${ticketId}/macro-runs/${runId}`);
  show(ticket);
  toast(left.length === 0 ? t("macros.undone") : t("macros.undone_part", { what: left.map((what) => known("left.", what) ?? what).join(", ") }));
}

/** Which step could not be taken, and why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Problem)) return inWords(error);
  const { step, missing } = error.fields;
  const gaps = Array.isArray(missing) ? t("writing.gaps", { names: missing.map((name) => known("place.", String(name)) ?? String(name)).join(", ") }) : null;
  return step === undefined ? inWords(error) : t("macro_problem.step", { at: String(step), reason: gaps ?? inWords(error) });
}

/** Before the live frame says so. */
function show(ticket: Row | null): void {
  if (ticket) change((now) => applyFrame(now, { t: "event", p: state.value.position, kind: "ticket.macro_run", ticket }));
}
