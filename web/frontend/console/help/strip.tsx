/** Between head and timeline of a ticket: what is asked of colleagues and not answered yet, and talks beside it. */
import { useEffect, useState } from "preact/hooks";
import { againLater } from "../again";
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
  const loadApprovals = (): (() => void) => keepTrying(() => approvalsOf(id), setApprovals);
  const loadSides = (): (() => void) => keepTrying(() => sidesOf(id), setSides);
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

/** Show what is answered; asked for again after a passing failure, until the answer is not wanted any more. */
function keepTrying<T>(ask: () => Promise<T>, show: (found: T) => void): () => void {
  let isWanted = true;
  const start = (): void => void ask().then((found) => isWanted && show(found), (error: unknown) => againLater(error, () => isWanted, start));
  start();
  return () => void (isWanted = false);
}
