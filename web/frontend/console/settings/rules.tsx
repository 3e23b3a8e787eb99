/** Classification rules in their order, and a box to try them. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { t } from "../text";
import { tell } from "../toasts";
import { listIn, useData } from "./data";
import { RuleDialog } from "./rule_dialog";
import { conditionsText, outcomeText, type Rule } from "./rule_types";
import { Trial } from "./trial";

export function Rules() {
  const { value, error, reload } = useData<Rule[] | Record<string, unknown>>("/api/rules");
  const rules = listIn<Rule>(value, "rules")?.sort((one, other) => one.position - other.position);
  const [edited, setEdited] = useState<Rule | "new" | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!rules) return <Skeleton rows={4} />;
  const move = (at: number, step: number): void => {
    const ids = rules.map(({ id }) => id);
    const [moved] = ids.splice(at, 1);
    ids.splice(at + step, 0, moved!);
    void api("PUT", "/api/rules/order", { ids }).then(reload, tell);
  };
  const toggle = (rule: Rule): void => void api("PATCH", `/api/rules/${rule.id}`, { is_enabled: !rule.is_enabled }).then(reload, tell);
  return (
    <>
      <p class="muted">{t("rules.text")}</p>
      <Trial />
      {rules.length === 0 && <Empty icon="bolt" title={t("rules.none")} />}
      {rules.length > 0 && (
        <ol class="card lines">
          {rules.map((rule, at) => (
            <li key={rule.id} class={`line ${rule.is_enabled ? "" : "is-inactive"}`}>
              <span class="line-main">
                <strong>{rule.name}</strong>
                <span class="muted small-text">{conditionsText(rule.conditions)}</span>
                <span class="small-text"><Icon name="chevron_right" size={12} /> {outcomeText(rule.actions) || t("rules.nothing")}</span>
              </span>
              <button type="button" class="icon-button" disabled={at === 0} aria-label={t("rules.up", { name: rule.name })} onClick={() => move(at, -1)}><Icon name="arrow_up" size={16} /></button>
              <button type="button" class="icon-button" disabled={at === rules.length - 1} aria-label={t("rules.down", { name: rule.name })} onClick={() => move(at, 1)}><Icon name="arrow_down" size={16} /></button>
              <button type="button" class="button small" aria-pressed={rule.is_enabled} onClick={() => toggle(rule)}>{t(rule.is_enabled ? "rules.on" : "rules.off")}</button>
              <button type="button" class="button small" onClick={() => setEdited(rule)} aria-label={t("form.edit", { name: rule.name })}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
            </li>
          ))}
        </ol>
      )}
      <button type="button" class="button primary" onClick={() => setEdited("new")}><Icon name="plus" size={16} /> {t("rules.add")}</button>
      {edited && <RuleDialog rule={edited === "new" ? null : edited} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}
