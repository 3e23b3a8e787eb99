/** The same draft was changed elsewhere: both texts are shown before either is lost. */
import { choose } from "../drafts";
import type { Editor } from "../store/draft";
import type { DraftMode } from "../store/types";
import { t } from "../text";

export function Conflict({ ticketId, mode, editor }: { ticketId: number; mode: DraftMode; editor: Editor }) {
  return (
    <div class="conflict" role="alert">
      <p><strong>{t("draft.conflict")}</strong></p>
      <blockquote class="conflict-text" dir="auto">{editor.other!.text || t("draft.empty")}</blockquote>
      <div class="trouble-actions">
        <button type="button" class="button small primary" onClick={() => choose(ticketId, mode, "mine")}>{t("draft.keep_mine")}</button>
        <button type="button" class="button small" onClick={() => choose(ticketId, mode, "other")}>{t("draft.take_other")}</button>
      </div>
    </div>
  );
}
