/** Between head and timeline of a ticket: what is asked of colleagues and not answered yet. */
import { useEffect, useState } from "preact/hooks";
import { tickets } from "../session";
import { t } from "../text";
import { ApprovalCard } from "./approval_card";
import { approvalNews, approvalsOf, listenToApprovals } from "./approvals";
import "./look";
import type { Approval } from "./types";

export default function Help({ id }: { id: number }) {
  const [approvals, setApprovals] = useState<readonly Approval[]>([]);
  const news = approvalNews.value;
  const sums = tickets.value.get(id)?.help;
  const reload = (): void => void approvalsOf(id).then(setApprovals, () => undefined);
  useEffect(listenToApprovals, []);
  useEffect(reload, [id, news, sums?.approvals]);
  const open = approvals.filter(({ answer, ticket_id }) => answer === "open" && ticket_id === id);
  if (open.length === 0) return null;
  return (
    <section class="help-strip" aria-label={t("help.of_ticket")}>
      {open.map((one) => <ApprovalCard key={one.id} approval={one} onDone={reload} />)}
    </section>
  );
}
