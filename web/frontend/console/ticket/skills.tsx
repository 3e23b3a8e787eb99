/** The skills a ticket asks for, with their levels; a panel changes them. */
import { lazyPart } from "../lazy_part";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { workspace } from "../session";
import type { Row, SkillLevel } from "../store/types";
import type { TicketView } from "../store/state";
import { t } from "../text";
import { skillName } from "./reasons";

const SkillsEdit = lazyPart<{ row: Row; asked: readonly SkillLevel[]; onDone: () => void }>(() => import("./skills_edit"));

export function Skills({ row, view }: { row: Row; view: TicketView | undefined }) {
  if (!view || !workspace.value || (workspace.value.skills.length === 0 && view.skills.length === 0)) return null;
  const names = view.skills.map(inWords);
  const label = names.length > 0 ? `${t("ticket.skills")}: ${names.join(", ")}` : t("ticket.skills");
  return (
    <Popover
      label={label}
      buttonClass={`skills ${names.length === 0 ? "is-none" : ""}`}
      button={<><Icon name="spark" size={14} /> <span class={names.length > 0 ? "why-text" : "fold"}>{names.length > 0 ? names.join(" · ") : t("agents.skills")}</span></>}
    >
      {(close) => <SkillsEdit row={row} asked={view.skills} onDone={close} />}
    </Popover>
  );
}

function inWords({ skill_id, level }: SkillLevel): string {
  return `${skillName(String(skill_id))} ${level}`;
}
