/** How long channels keep what they took in, counted before it is saved; and who asked to be deleted. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { known, t, when, type Key } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { Field, TextField, useSaving } from "./form";

const WHAT = ["tickets", "files", "raws", "visitors"] as const;
type What = (typeof WHAT)[number];
type Counts = Record<What, number>;
type Days = Record<`${What}_days`, number | null>;
type Rule = Days & { tickets_how: "empty" | "delete" };
interface Kept { id: number; name: string; kind: string; rule: Rule; left: Counts }
interface Wish { id: number; customer_id: number; customer: string; channel: string; requested_at: string; due_at: string; done_at: string | null; cancelled_at: string | null }
interface Answer { channels: Kept[]; wishes: Wish[] }

export default function RetentionPage() {
  const { value, error, reload } = useData<Answer>("/api/retention");
  const [edited, setEdited] = useState<Kept | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton rows={5} />;
  return (
    <>
      <p class="muted">{t("privacy.text")}</p>
      {value.channels.length === 0 && <Empty icon="inbox" title={t("privacy.no_channels")} />}
      {value.channels.length > 0 && (
        <ul class="card lines">
          {value.channels.map((one) => (
            <li key={one.id} class="line">
              <span class="line-main">
                <strong>{one.name}</strong>
                <span class="muted small-text">{known("channel.", one.kind) ?? one.kind} · {inWords(one.rule)}</span>
                {total(one.left) > 0 && <span class="muted small-text" role="status"><Icon name="refresh" size={12} /> {t("privacy.left", { count: total(one.left) })}</span>}
              </span>
              <button type="button" class="button small" onClick={() => setEdited(one)} aria-label={t("form.edit", { name: one.name })}><Icon name="pencil" size={14} /> {t("action.edit")}</button>
            </li>
          ))}
        </ul>
      )}
      <h3>{t("privacy.wishes")}</h3>
      <p class="muted">{t("privacy.wishes_text")}</p>
      {value.wishes.length === 0 ? <p class="muted">{t("privacy.no_wishes")}</p> : <ul class="card lines">{value.wishes.map((wish) => <WishLine key={wish.id} wish={wish} />)}</ul>}
      {edited && <Edit kept={edited} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}

function WishLine({ wish }: { wish: Wish }) {
  const state = wish.done_at ? t("privacy.wish_done", { at: when.full(wish.done_at) }) : wish.cancelled_at ? t("privacy.wish_cancelled", { at: when.full(wish.cancelled_at) }) : t("privacy.wish_due", { at: when.full(wish.due_at) });
  return (
    <li class="line">
      <span class="line-main">
        <strong>{wish.customer || t("privacy.nameless", { id: wish.customer_id })}</strong>
        <span class="muted small-text">{wish.channel} · {t("privacy.wish_asked", { at: when.full(wish.requested_at) })}</span>
        <span class="small-text">{state}</span>
      </span>
      {!wish.done_at && <button type="button" class="button small" onClick={() => go({ page: "customers", section: String(wish.customer_id) })}>{t("privacy.customer")}</button>}
    </li>
  );
}

function Edit({ kept, onClose }: { kept: Kept; onClose: () => void }) {
  const [rule, setRule] = useState(kept.rule);
  const [counts, setCounts] = useState<Counts | null>(null);
  const saving = useSaving(t("form.saved"));
  const set = (changes: Partial<Rule>): void => (setRule({ ...rule, ...changes }), setCounts(null));
  const shown = WHAT.filter((what) => what !== "visitors" || kept.kind === "webchat");
  const count = (): void => void api<Counts>("POST", `/api/retention/${kept.id}/previews`, rule).then(setCounts, tell);
  const save = async (): Promise<void> => {
    if (await saving.run(() => api("PUT", `/api/retention/${kept.id}`, rule))) onClose();
  };
  return (
    <Dialog title={t("privacy.of", { name: kept.name })} onClose={onClose}>
      <form onSubmit={(event) => (event.preventDefault(), counts ? void save() : count())}>
        <p class="muted">{t("privacy.empty_keeps")}</p>
        {shown.map((what) => <DaysField key={what} what={what} value={rule[`${what}_days`]} problem={saving.problems[`${what}_days`]} onDays={(days) => set({ [`${what}_days`]: days })} />)}
        {rule.tickets_days !== null && (
          <Field name="tickets_how" label={t("privacy.how")} help={t("privacy.how_text")}>
            {({ id }) => <Select id={id} label={t("privacy.how")} value={rule.tickets_how} choices={(["empty", "delete"] as const).map((value) => ({ value, label: t(`privacy.how_${value}`) }))} onChoose={(value) => set({ tickets_how: value as Rule["tickets_how"] })} />}
          </Field>
        )}
        {counts && (
          <section class="removal" role="status">
            <p><Icon name="alert" size={16} /> <strong>{t(total(counts) ? "privacy.goes" : "privacy.nothing_goes")}</strong></p>
            <ul>{WHAT.filter((what) => counts[what] > 0).map((what) => <li key={what}>{t(`privacy.count_${what}` as "privacy.count_files", { count: counts[what] })}</li>)}</ul>
          </section>
        )}
        <footer class="dialog-foot">
          {counts ? <button type="submit" class={`button ${total(counts) ? "danger-button" : "primary"}`} disabled={saving.isBusy}>{t(total(counts) ? "privacy.save_sure" : "action.save")}</button> : <button type="submit" class="button primary">{t("privacy.count")}</button>}
        </footer>
      </form>
    </Dialog>
  );
}

function DaysField({ what, value, problem, onDays }: { what: What; value: number | null; problem: string | undefined; onDays: (days: number | null) => void }) {
  return <TextField name={`${what}_days`} type="number" min={1} max={3650} label={t(`privacy.${what}` as Key)} help={t(`privacy.${what}_text` as Key)} value={value === null ? "" : String(value)} onText={(text) => onDays(text === "" ? null : Math.trunc(Number(text)))} problem={problem} />;
}

function inWords(rule: Rule): string {
  const said = WHAT.filter((what) => rule[`${what}_days`] !== null).map((what) => t(`privacy.short_${what}` as "privacy.short_files", { count: rule[`${what}_days`] ?? 0 }));
  return said.length ? said.join(" · ") : t("privacy.keeps_all");
}

function total(counts: Counts): number {
  return WHAT.reduce((sum, what) => sum + counts[what], 0);
}
