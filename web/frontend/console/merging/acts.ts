/** What joins and parts tickets; each toast takes it back. */
import { api } from "../api";
import { change } from "../live";
import { go } from "../route";
import { loadRows } from "../store/load";
import type { Row } from "../store/types";
import { t } from "../text";
import { tell, toast } from "../toasts";

const NEWEST = Number.MAX_SAFE_INTEGER;
export const KINDS = ["duplicate", "parent", "incident"] as const;
export type LinkKind = (typeof KINDS)[number];

async function ask(method: "PUT" | "POST" | "DELETE", id: number, path: string, body?: unknown): Promise<Row | null> {
  const { ticket } = await api<{ ticket: Row | null }>(method, `/api/tickets/${id}/${path}`, body);
  if (ticket) change((now) => loadRows(now, [ticket], NEWEST));
  return ticket;
}

export async function mergeInto(row: Row, into: Pick<Row, "id" | "number">): Promise<void> {
  await ask("PUT", row.id, "merge", { into_id: into.id });
  go({ ticket: into.id });
  const run = (): void => void takeBack(row).then(() => go({ ticket: row.id }), tell);
  toast(t("merge.done", { number: `#${row.number}`, into: `#${into.number}` }), { action: { label: t("action.undo"), run }, lastsMs: 12_000 });
}

export async function takeBack(row: Pick<Row, "id" | "number">): Promise<void> {
  await ask("DELETE", row.id, "merge");
  toast(t("merge.taken_back", { number: `#${row.number}` }));
}

export async function splitOff(row: Row, messageIds: readonly number[], subject: string): Promise<void> {
  const fresh = await ask("POST", row.id, "splits", { message_ids: messageIds, subject: subject || null });
  if (!fresh) return;
  go({ ticket: fresh.id });
  const run = (): void => void mergeInto(fresh, row).catch(tell);
  toast(t("split.done", { number: `#${fresh.number}` }), { action: { label: t("action.undo"), run }, lastsMs: 12_000 });
}

export async function linkTo(row: Row, other: Pick<Row, "id" | "number">, kind: LinkKind): Promise<void> {
  await ask("PUT", row.id, "links", { other_id: other.id, kind });
  const run = (): void => void unlink(row.id, other.id, kind).catch(tell);
  toast(t("link.done", { number: `#${other.number}` }), { action: { label: t("action.undo"), run } });
}

export async function unlink(id: number, otherId: number, kind: string): Promise<void> {
  await ask("DELETE", id, `links/${kind}/${otherId}`);
}
