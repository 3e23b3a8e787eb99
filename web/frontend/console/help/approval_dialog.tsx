/** Asking a colleague for approval: who, by when, what exactly. */
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { agentName, myId, workspace } from "../session";
import { Field, useSaving } from "../settings/form";
import { t } from "../text";
import { toast } from "../toasts";
import { atNine } from "../writing/moments";
import { dayOf } from "../writing/promises";
import { NOBODY, nobodyYet } from "./nobody";
import { approvalNews, askApproval } from "./approvals";
import "./look";

export default function ApprovalDialog({ ticketId, onClose }: { ticketId: number; onClose: () => void }) {
  const agents = (workspace.value?.agents ?? []).filter(({ id, is_active }) => is_active && id !== myId());
  const [askedId, setAskedId] = useState(agents.length === 1 ? agents[0]!.id : NOBODY);
  const [question, setQuestion] = useState("");
  const [day, setDay] = useState(dayOf(atNine(Date.now(), 1)));
  const saving = useSaving();
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await saving.run(() => askApproval(ticketId, { askedId, question: question.trim(), day })))) return;
    approvalNews.value += 1;
    toast(t("approval.asked", { name: agentName(askedId) }));
    onClose();
  };
  return (
    <Dialog title={t("approval.ask")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <div data-first>
          <Field name="approval-whom" label={t("approval.whom")} problem={saving.problems["asked_id"]}>
            {({ id }) => <Select id={id} label={t("approval.whom")} value={String(askedId)} choices={[...(askedId === NOBODY ? [nobodyYet()] : []), ...agents.map((agent) => ({ value: String(agent.id), label: agent.name }))]} onChoose={(value) => setAskedId(Number(value))} />}
          </Field>
        </div>
        <Field name="approval-question" label={t("approval.question")} problem={saving.problems["question"]}>
          {(attributes) => <textarea class="input" rows={4} dir="auto" required maxLength={4000} value={question} onInput={(event) => setQuestion(event.currentTarget.value)} {...attributes} />}
        </Field>
        <Field name="approval-day" label={t("approval.day")} help={t("approval.day_help")} problem={saving.problems["due_on"] ?? saving.problems["due_at"]}>
          {(attributes) => <input class="input" type="date" required value={day} onInput={(event) => setDay(event.currentTarget.value)} {...attributes} />}
        </Field>
        <p class="muted small-text">{t("approval.hold")}</p>
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || question.trim() === "" || askedId === NOBODY}>{t("approval.submit")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
