/** Above a text whose ticket was merged away while it was written: where ticket and text have gone. */
import { useEffect } from "preact/hooks";
import { mode } from "../composer/mode";
import { Icon } from "../parts/icon";
import { go } from "../route";
import { rows } from "../session";
import type { TicketView } from "../store/state";
import { t } from "../text";
import { entryText } from "../timeline/entry_text";
import { tell } from "../toasts";
import { carry } from "./carry";

export default function Carried({ view, intoId, saved }: { view: TicketView; intoId: number; saved: TicketView["drafts"] }) {
  useEffect(() => {
    for (const one of ["reply", "note"] as const) carry(view.id, intoId, one, saved[one]?.text ?? "").catch(tell);
  }, [intoId]);
  const entry = view.entries.findLast(({ kind }) => kind === "ticket.merged");
  const number = rows.value.get(intoId)?.number;
  const goOn = (): void => {
    const written = mode.value;
    go({ ticket: intoId });
    queueMicrotask(() => (mode.value = written));
  };
  return (
    <p class="guard" role="status">
      <Icon name="link" size={16} />
      <span class="guard-text">{entry && entryText(entry)}. {t("merge.draft_there")}</span>
      <button type="button" class="button small" onClick={goOn}>{number ? t("merge.go_on", { number: `#${number}` }) : t("merge.open_other")}</button>
    </p>
  );
}
