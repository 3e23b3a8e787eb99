/** Between head and timeline of a ticket: what is asked of colleagues and not answered yet, and talks beside it. */
import { useEffect, useState } from "preact/hooks";
import { tickets } from "../session";
import { t } from "../text";
import { ApprovalCard } from "./approval_card";
import { approvalNews, approvalsOf, listenToApprovals } from "./approvals";
import "./look";
import { SideCard } from "./side_card";
import { listenToSides, sideNews, sidesOf } from "./sides";
import type { Approval, Side } from "./types";

export default function Help({ id }: { id: number }) {
  const [approvals, setApprovals] = useState<readonly Approval[]>([]);
  const [sides, setSides] = useState<readonly Side[]>([]);
  const [asked, said] = [approvalNews.value, sideNews.value];
  const sums = tickets.value.get(id)?.help;
  const loadApprovals = (): void => void approvalsOf(id).then(setApprovals, () => undefined);
  const loadSides = (): void => void sidesOf(id).then(setSides, () => undefined);
  useEffect(() => (listenToApprovals(), listenToSides()), []);
  useEffect(loadApprovals, [id, asked, sums?.approvals]);
  useEffect(loadSides, [id, said, sums?.sides]);
  const open = approvals.filter(({ answer, ticket_id }) => answer === "open" && ticket_id === id);
  if (open.length + sides.length === 0) return null;
  return (
    <section class="help-strip" aria-label={t("help.of_ticket")}>
      {open.map((one) => <ApprovalCard key={one.id} approval={one} onDone={loadApprovals} />)}
      {sides.map((one) => <SideCard key={one.id} side={one} onRead={loadSides} />)}
    </section>
  );
}
