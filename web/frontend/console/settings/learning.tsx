/** What the desk has learnt from solved tickets: how that compares with the rules, and what it may decide. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { locale, known, t, when, type Key } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { Check } from "./form";

const AGAIN_MS = 2_000;

interface Figures {
  readonly tickets: number;
  readonly kinds: number;
  readonly rules_right: number;
  readonly right: number;
  readonly decided: number;
  readonly decided_right: number;
  readonly threshold: number | null;
  readonly is_better: boolean;
}
interface Aspect { readonly aspect: "type" | "priority" | "skill"; readonly is_on: boolean; readonly acts: boolean; readonly figures: Figures | null }
interface Learning {
  readonly version: number | null;
  readonly made_at: string | null;
  readonly examples: number;
  readonly corrected: number;
  readonly aspects: readonly Aspect[];
  readonly newest: { readonly status: string; readonly progress: number; readonly error: string | null } | null;
  readonly solved: number;
  readonly needed: number;
}

export default function LearningPage() {
  const { value, error, reload } = useData<Learning>("/api/learning");
  const [answer, setAnswer] = useState<Learning | null>(null);
  const shown = answer ?? value;
  const isBusy = shown?.newest?.status === "queued" || shown?.newest?.status === "running";
  useEffect(() => setAnswer(null), [value]);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setTimeout(reload, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isBusy, value, answer]);
  if (error) return <Failed error={error} retry={reload} />;
  if (!shown) return <Skeleton rows={6} />;
  const ask = (method: "PATCH" | "POST", path: string, body?: object): void => void api<Learning>(method, path, body).then(setAnswer, tell);
  return (
    <>
      <p class="muted">{t("learning.text")}</p>
      <p>{shown.made_at ? t("learning.made", { at: when.full(shown.made_at), count: shown.examples, corrected: shown.corrected, version: shown.version ?? 0 }) : t("learning.none", { count: shown.solved, needed: shown.needed })}</p>
      {shown.aspects.map((one) => <AspectCard key={one.aspect} shown={one} onSwitch={(isOn) => ask("PATCH", "/api/learning", { [one.aspect]: isOn })} />)}
      <div role="status">
        {isBusy && <p class="notice"><progress max={100} value={shown.newest?.progress ?? 0} aria-label={t("learning.running")} /> {t("learning.running")}</p>}
        {shown.newest?.status === "failed" && <p class="notice"><Icon name="alert" size={16} /> {known("learning.failed_", shown.newest.error ?? "") ?? t("learning.failed_failed")}</p>}
      </div>
      <button type="button" class="button" disabled={isBusy} onClick={() => ask("POST", "/api/learning/runs")}><Icon name="refresh" size={16} /> {t("learning.again")}</button>
    </>
  );
}

function AspectCard({ shown, onSwitch }: { shown: Aspect; onSwitch: (isOn: boolean) => void }) {
  const { aspect, is_on, figures } = shown;
  const title = t(`learning.${aspect}` as Key);
  return (
    <section class="card" aria-label={title}>
      <h3 class="card-title">{title} <span class={`chip ${shown.acts ? "category-resolved" : ""}`}>{t(stateOf(shown))}</span></h3>
      {figures && figures.tickets > 0 ? <Comparison figures={figures} /> : <p class="muted small-text">{t("learning.no_figures")}</p>}
      <Check label={t("learning.on")} checked={is_on} onCheck={onSwitch} help={t("learning.on_help")} />
    </section>
  );
}

function Comparison({ figures }: { figures: Figures }) {
  const { tickets, rules_right, right, decided, decided_right, threshold } = figures;
  return (
    <>
      <dl class="learning-figures">
        <div><dt>{t("learning.rules_right")}</dt><dd>{share(rules_right, tickets)}</dd></div>
        <div><dt>{t("learning.right")}</dt><dd>{share(right, tickets)}</dd></div>
        <div><dt>{t("learning.decided")}</dt><dd>{share(decided, tickets)}</dd></div>
        <div><dt>{t("learning.decided_right")}</dt><dd>{decided ? share(decided_right, decided) : "–"}</dd></div>
      </dl>
      <p class="muted small-text">{threshold === null ? t("learning.never_sure", { count: tickets }) : t("learning.measured", { count: tickets, percent: Math.round(threshold * 100) })}</p>
    </>
  );
}

function stateOf({ is_on, acts, figures }: Aspect): Key {
  if (acts) return "learning.state.acts";
  if (!figures || figures.tickets === 0) return "learning.state.nothing";
  if (!figures.is_better) return "learning.state.no_better";
  return is_on ? "learning.state.acts" : "learning.state.watches";
}

function share(part: number, whole: number): string {
  return new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 1 }).format(whole ? part / whole : 0);
}
