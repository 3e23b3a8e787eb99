/** New mails that the desk did not take: put right or thrown away. */
import { discard, outgoing } from "../outbox";
import { Icon } from "../parts/icon";
import { known, t } from "../text";
import { reopen, subjectOf, type Occasion } from "./open";

export function Refused({ of }: { of: Occasion }) {
  const refused = outgoing.value.filter((item) => item.kind === of.kind && item.state === "failed" && (of.kind !== "first" || item.customer?.id === of.customer.id));
  return (
    <>
      {refused.map((item) => (
        <div key={item.key} class="trouble trouble-failed letter-refused" role="alert">
          <p><strong>{t("outbox.failed")}</strong> {subjectOf(item)}: {known("problem.", item.problem ?? "") ?? t("problem.unknown")}</p>
          <div class="trouble-actions">
            <button type="button" class="button small" onClick={() => reopen(item)}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
            <button type="button" class="button small" onClick={() => discard(item)}><Icon name="trash" size={14} /> {t("action.discard")}</button>
          </div>
        </div>
      ))}
    </>
  );
}
