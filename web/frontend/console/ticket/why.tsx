/** Why this agent, or why nobody yet: the router's reasons in words. */
import { lazyPart } from "../lazy_part";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import type { TicketView } from "../store/state";
import type { Assignment, Row } from "../store/types";
import { isActive } from "../store/views";
import { t } from "../text";
import { waitingText } from "./reasons";

const WhyCard = lazyPart<{ id: number; version: number; assignment: Assignment | null }>(() => import("./why_cards"));

export function Why({ row, view }: { row: Row; view: TicketView | undefined }) {
  if (!isActive(row.category) || !view) return null;
  if (row.assignee_id === null) {
    const text = row.waiting_reason ? waitingText(row.waiting_reason) : t("why.waiting");
    return (
      <Popover label={`${t("why.waiting_title")}: ${text}`} buttonClass="why why-waiting" button={<><Icon name="clock" size={14} /> <span class="why-text">{text}</span></>}>
        {() => <WhyCard id={row.id} version={row.version} assignment={null} />}
      </Popover>
    );
  }
  const { assignment } = view;
  if (!assignment || assignment.agent_id !== row.assignee_id) return null;
  const label = t(assignment.by === "routing" ? "why.routed" : "why.by_hand");
  return (
    <Popover label={assignment.by === "routing" ? label : `${t("why.title")}: ${label}`} buttonClass="why" align="end" button={<><Icon name={assignment.by === "routing" ? "bolt" : "hand"} size={14} /> <span class="why-text">{label}</span></>}>
      {() => <WhyCard id={row.id} version={row.version} assignment={assignment} />}
    </Popover>
  );
}
