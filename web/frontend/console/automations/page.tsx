/** Automations: the rules in their order, the ready-made ones, and what they did. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { useData } from "../settings/data";
import { t, type Key } from "../text";
import { tell } from "../toasts";
import { AutomationDialog } from "./dialog";
import { Log } from "./log";
import type { All, Automation } from "./types";
import "../writing/look";
import { stepsText, triggerText, usedText } from "./words";

export default function Automations() {
  const { value, error, reload } = useData<All>("/api/automations");
  const [edited, setEdited] = useState<Automation | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  if (error && !value) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton rows={4} />;
  const { automations } = value;
  const again = (): void => (reload(), setTurn(turn + 1));
  const move = (at: number, step: number): void => {
    const ids = automations.map(({ id }) => id);
    const [moved] = ids.splice(at, 1);
    ids.splice(at + step, 0, moved!);
    void api("PUT", "/api/automations/order", { ids }).then(again, tell);
  };
  const toggle = ({ id, is_enabled }: Automation): void => void api("PATCH", `/api/automations/${id}`, { is_enabled: !is_enabled }).then(again, tell);
  return (
    <>
      <p class="muted">{t("auto.text")}</p>
      {automations.length === 0 && <Empty icon="bolt" title={t("auto.none")}><p>{t("auto.none_text")}</p></Empty>}
      {automations.length > 0 && (
        <ol class="card lines">
          {automations.map((one, at) => (
            <li key={one.id} class={`line ${one.is_enabled ? "" : "is-inactive"}`}>
              <span class="line-main">
                <strong dir="auto">{one.name}</strong>
                <span class="small-text">{triggerText(one.trigger)}</span>
                <span class="small-text"><Icon name="chevron_right" size={12} /> {stepsText(one.steps)}</span>
                <span class="muted small-text">{usedText(one)}</span>
              </span>
              <button type="button" class="icon-button" disabled={at === 0} aria-label={t("auto.up", { name: one.name })} onClick={() => move(at, -1)}><Icon name="arrow_up" size={16} /></button>
              <button type="button" class="icon-button" disabled={at === automations.length - 1} aria-label={t("auto.down", { name: one.name })} onClick={() => move(at, 1)}><Icon name="arrow_down" size={16} /></button>
              <button type="button" class="button small" aria-pressed={one.is_enabled} aria-label={`${one.name}: ${t(one.is_enabled ? "auto.on" : "auto.off")}`} onClick={() => toggle(one)}>{t(one.is_enabled ? "auto.on" : "auto.off")}</button>
              <button type="button" class="button small" onClick={() => setEdited(one)} aria-label={t("form.edit", { name: one.name })}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
            </li>
          ))}
        </ol>
      )}
      <button type="button" class="button primary" onClick={() => setEdited("new")}><Icon name="plus" size={16} /> {t("auto.add")}</button>
      <ReadyMade all={value} onAdded={(one) => (again(), setEdited(one))} />
      <Log key={turn} />
      {edited && <AutomationDialog automation={edited === "new" ? null : edited} onClose={() => (setEdited(null), again())} />}
    </>
  );
}

function ReadyMade({ all, onAdded }: { all: All; onAdded: (one: Automation) => void }) {
  const used = new Set(all.automations.map(({ ready_made }) => ready_made));
  const left = all.ready_made.filter((key) => !used.has(key));
  if (left.length === 0) return null;
  const add = (key: string): void => void api<Automation>("POST", `/api/automations/ready-made/${key}`).then(onAdded, tell);
  return (
    <section aria-labelledby="auto-ready">
      <h3 id="auto-ready" class="settings-subtitle">{t("auto.ready")}</h3>
      <p class="muted small-text">{t("auto.ready_text")}</p>
      <ul class="card lines">
        {left.map((key) => (
          <li key={key} class="line">
            <span class="line-main"><strong>{t(`auto.ready.${key}` as Key)}</strong></span>
            <button type="button" class="button small" aria-label={t("auto.ready_add", { name: t(`auto.ready.${key}` as Key) })} onClick={() => add(key)}><Icon name="plus" size={14} /> {t("auto.take")}</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
