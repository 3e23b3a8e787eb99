/** Warns while somebody else is replying, and when they have, so that a customer is not answered twice. */
import { useRef } from "preact/hooks";
import { Icon } from "../parts/icon";
import { agentName, myId, viewers } from "../session";
import type { TicketView } from "../store/state";
import type { Message, Row } from "../store/types";
import { known, t } from "../text";
import { entryText } from "../timeline/entry_text";

export function Guards({ row, view, isWriting }: { row: Row; view: TicketView; isWriting: boolean }) {
  const begun = useRef(0);
  if (!isWriting) begun.current = view.messages.at(-1)?.id ?? 0;
  const answer = isWriting ? view.messages.findLast((one) => one.id > begun.current && isColleagues(one)) : undefined;
  if (isWriting && row.is_trashed) return <Guard text={trashed(view)} />;
  if (isWriting && row.category === "closed") return <Guard text={t("ticket.closed")} />;
  if (answer) return <Guard text={t("ticket.answered", { name: answer.author.name ?? "" })} />;
  const replying = (viewers.value.get(row.id) ?? []).filter(({ agent_id, mode }) => mode === "replying" && agent_id !== myId());
  if (replying.length === 0) return null;
  return <Guard text={t("ticket.replying", { name: replying.map(({ agent_id }) => agentName(agent_id)).join(", ") })} />;
}

function Guard({ text }: { text: string }) {
  return <p class="guard" role="status"><Icon name="alert" size={16} /> {text}</p>;
}

/** Who threw it away, and what to do now. */
function trashed({ entries }: TicketView): string {
  const entry = entries.findLast(({ kind }) => kind === "ticket.trashed");
  return [entry && entryText(entry), known("problem.", "trashed") ?? t("ticket.closed")].filter(Boolean).join(". ");
}

function isColleagues({ kind, author, delivery }: Message): boolean {
  return kind === "out" && author.kind === "agent" && author.id !== myId() && delivery?.state !== "withdrawn";
}
