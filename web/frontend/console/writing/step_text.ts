/** A step of a macro in words. */
import { fieldsOf, labelOf } from "../customers/definitions";
import { agentName, workspace } from "../session";
import { t } from "../text";
import { statusName, typeName } from "../ticket/names";
import type { Step, Template } from "./types";

export function stepText(step: Step, templates: readonly Template[]): string {
  const value = valueOf(step, templates);
  return value ? `${t(`step.${step.do}`)}: ${value}` : t(`step.${step.do}`);
}

function valueOf(step: Step, templates: readonly Template[]): string {
  const desk = workspace.value!;
  switch (step.do) {
    case "status": {
      const status = desk.statuses.find(({ id }) => id === step.status_id);
      return status ? statusName(status) : "";
    }
    case "priority":
      return t(`priority.${step.priority}`);
    case "type": {
      const type = desk.types.find(({ id }) => id === step.type_id);
      return type ? typeName(type) : "";
    }
    case "team":
      return desk.teams.find(({ id }) => id === step.team_id)?.name ?? t("step.no_team");
    case "assignee":
      return step.agent_id === "me" ? t("step.me") : step.agent_id === null ? t("step.nobody") : agentName(step.agent_id);
    case "skills":
      return step.skills.map(({ skill_id }) => desk.skills.find(({ id }) => id === skill_id)?.name ?? "").join(", ");
    case "add_tags":
    case "remove_tags":
      return step.tags.join(", ");
    case "field":
    case "customer_field": {
      const field = fieldsOf(step.do === "field" ? "ticket" : "customer").find(({ key }) => key === step.key);
      const value = Array.isArray(step.value) ? step.value : [step.value];
      const named = value.map((one) => (typeof one === "boolean" ? (one ? "✓" : "✗") : labelOf(field?.choices.find(({ key }) => key === one)?.labels ?? { en: String(one ?? "–") })));
      return `${field ? labelOf(field.labels) : step.key} = ${named.join(", ")}`;
    }
    case "snooze":
      return `${Math.round(step.minutes / 6) / 10} ${t("step.hours").toLocaleLowerCase()}`;
    case "reply":
    case "note":
      return templates.find(({ id }) => id === step.template_id)?.name ?? "";
    case "follow":
      return "";
  }
}
