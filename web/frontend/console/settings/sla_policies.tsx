/** SLA policies in their order: the first that is on and fits a ticket counts. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { TARGETS } from "../store/service_level";
import { t } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { PolicyDialog } from "./sla_policy_dialog";
import { conditionsText, spanOf } from "./sla_texts";
import { PRIORITIES, type Calendar, type Policy } from "./sla_types";

export function SlaPolicies() {
  const { value: policies, error, reload } = useData<Policy[]>("/api/sla-policies");
  const { value: calendars } = useData<Calendar[]>("/api/calendars");
  const [edited, setEdited] = useState<Policy | "new" | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!policies || !calendars) return <Skeleton rows={4} />;
  const move = (at: number, step: number): void => {
    const ids = policies.map(({ id }) => id);
    const [moved] = ids.splice(at, 1);
    ids.splice(at + step, 0, moved!);
    void api("PUT", "/api/sla-policies/order", { ids }).then(reload, tell);
  };
  const toggle = (policy: Policy): void => void api("PATCH", `/api/sla-policies/${policy.id}`, { is_enabled: !policy.is_enabled }).then(reload, tell);
  return (
    <>
      <p class="muted">{t("policy.text")}</p>
      {policies.length === 0 && <Empty icon="clock" title={t("policy.none")}><p>{t("policy.none_text")}</p></Empty>}
      {policies.length > 0 && (
        <ol class="card lines">
          {policies.map((policy, at) => (
            <li key={policy.id} class={`line ${policy.is_enabled ? "" : "is-inactive"}`}>
              <span class="line-main">
                <strong>{policy.name}</strong>
                <span class="muted small-text">{conditionsText(policy.conditions)} · {calendars.find(({ id }) => id === policy.calendar_id)?.name ?? t("policy.always")}</span>
                {TARGETS.map((target) => <Promised key={target} policy={policy} target={target} />)}
              </span>
              <button type="button" class="icon-button" disabled={at === 0} aria-label={t("rules.up", { name: policy.name })} onClick={() => move(at, -1)}><Icon name="arrow_up" size={16} /></button>
              <button type="button" class="icon-button" disabled={at === policies.length - 1} aria-label={t("rules.down", { name: policy.name })} onClick={() => move(at, 1)}><Icon name="arrow_down" size={16} /></button>
              <button type="button" class="button small" aria-pressed={policy.is_enabled} aria-label={`${policy.name}: ${t(policy.is_enabled ? "rules.on" : "rules.off")}`} onClick={() => toggle(policy)}>{t(policy.is_enabled ? "rules.on" : "rules.off")}</button>
              <button type="button" class="button small" onClick={() => setEdited(policy)} aria-label={t("form.edit", { name: policy.name })}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
            </li>
          ))}
        </ol>
      )}
      <button type="button" class="button primary" onClick={() => setEdited("new")}><Icon name="plus" size={16} /> {t("policy.add")}</button>
      {edited && <PolicyDialog policy={edited === "new" ? null : edited} calendars={calendars} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}

/** "First response: 30m · 1h · 2h · 4h", from urgent to low. */
function Promised({ policy, target }: { policy: Policy; target: (typeof TARGETS)[number] }) {
  const spans = PRIORITIES.map((priority) => policy.targets[priority]?.[target]);
  if (spans.every((span) => span === undefined)) return null;
  return <span class="small-text">{t(`sla.${target}`)}: {spans.map((span) => spanOf(span) || "–").join(" · ")}</span>;
}
