/** One request for approval: what, by when, and the answer or the way to give it. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { agentName, myId, now } from "../session";
import { Field, useSaving } from "../settings/form";
import { t, when } from "../text";
import { tell, toast } from "../toasts";
import { answerApproval, withdrawApproval } from "./approvals";
import type { Approval } from "./types";

export function ApprovalCard({ approval, onDone }: { approval: Approval; onDone: () => void }) {
  const { asked_id, asked_by_id, answer, due_at } = approval;
  const isOpen = answer === "open";
  const isOverdue = isOpen && Date.parse(due_at) <= now.value;
  const who = agentName(asked_by_id);
  const withdraw = (): void => void withdrawApproval(approval.id).then(onDone, tell);
  return (
    <article class={`approval is-${answer} ${isOverdue ? "is-overdue" : ""}`} aria-label={t("help.approvals")}>
      <header class="approval-head">
        <Icon name={answer === "yes" ? "circle_check" : answer === "no" ? "x" : "help"} size={16} />
        <span>{asked_id === myId() ? t("approval.asks_you", { who }) : t("approval.asks", { who, whom: agentName(asked_id) })}</span>
        <span class="approval-due" title={when.moment(due_at)}>
          {isOpen ? <>{isOverdue && <>{t("approval.overdue")} · </>}{t("approval.due", { time: when.short(due_at) })}</> : t(`approval.state_${answer as "yes"}`)}
        </span>
      </header>
      <p class="approval-question" dir="auto">{approval.question}</p>
      {approval.reason && <p class="approval-reason" dir="auto">{approval.reason}</p>}
      {approval.may_answer && <Answering approval={approval} onDone={onDone} />}
      {approval.may_withdraw && !approval.may_answer && <button type="button" class="button small" onClick={withdraw}>{t("approval.withdraw")}</button>}
    </article>
  );
}

function Answering({ approval, onDone }: { approval: Approval; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const saving = useSaving();
  const say = (answer: "yes" | "no"): void => {
    void saving.run(() => answerApproval(approval.id, answer, reason.trim()).then(() => toast(t(`approval.said_${answer}`)))).then(onDone);
  };
  return (
    <div class="approval-answer">
      <Field name={`reason-${approval.id}`} label={t("approval.reason")} help={t("approval.reason_help")} problem={saving.problems["reason"]}>
        {(attributes) => <textarea class="input" rows={2} dir="auto" maxLength={4000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} {...attributes} />}
      </Field>
      <div class="approval-buttons">
        <button type="button" class="button primary" disabled={saving.isBusy} onClick={() => say("yes")}><Icon name="check" size={16} /> {t("approval.yes")}</button>
        <button type="button" class="button danger-button" disabled={saving.isBusy || reason.trim() === ""} onClick={() => say("no")}><Icon name="x" size={16} /> {t("approval.no")}</button>
      </div>
    </div>
  );
}
