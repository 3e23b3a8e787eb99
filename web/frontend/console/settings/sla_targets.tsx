/** What is promised: a table of spans, by priority and target. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { TARGETS, type Target } from "../store/service_level";
import type { Priority } from "../store/types";
import { t } from "../text";
import { spanOf } from "./sla_texts";
import { PRIORITIES, type Targets } from "./sla_types";
import { readSpan } from "./spans";

export function unreadable(targets: Targets): boolean {
  return PRIORITIES.some((priority) => TARGETS.some((target) => Number.isNaN(targets[priority]?.[target] ?? 0)));
}

export function Goals({ targets, onChange, problem }: { targets: Targets; onChange: (targets: Targets) => void; problem: string | undefined }) {
  const set = (priority: Priority, target: Target, minutes: number | null): void => {
    const { [target]: _before, ...others } = targets[priority] ?? {};
    onChange({ ...targets, [priority]: minutes === null ? others : { ...others, [target]: minutes } });
  };
  return (
    <div class="field">
      <table class="goals">
        <caption>{t("policy.targets")}</caption>
        <thead>
          <tr>
            <td />
            {TARGETS.map((target) => <th key={target} scope="col">{t(`sla.${target}`)}</th>)}
          </tr>
        </thead>
        <tbody>
          {PRIORITIES.map((priority) => (
            <tr key={priority}>
              <th scope="row">{t(`priority.${priority}`)}</th>
              {TARGETS.map((target) => (
                <td key={target}><Span label={`${t(`sla.${target}`)}, ${t(`priority.${priority}`)}`} minutes={targets[priority]?.[target]} onChange={(minutes) => set(priority, target, minutes)} /></td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="muted small-text">{t("policy.targets_help")}</p>
      {(problem || unreadable(targets)) && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {problem ?? t("policy.not_a_span")}</p>}
    </div>
  );
}

/** Shows what was typed until it is left, then how it was understood. */
function Span({ label, minutes, onChange }: { label: string; minutes: number | undefined; onChange: (minutes: number | null) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const isWrong = Number.isNaN(minutes ?? 0);
  return <input class="input" aria-label={label} aria-invalid={isWrong} placeholder="–" autocomplete="off" value={typed ?? spanOf(minutes)} onInput={(event) => (setTyped(event.currentTarget.value), onChange(readSpan(event.currentTarget.value)))} onBlur={() => !isWrong && setTyped(null)} />;
}
