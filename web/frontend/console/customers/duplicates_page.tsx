/** Pairs across the whole base who may be one person: merged one by one or many at once, or kept apart. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { useData } from "../settings/data";
import { t } from "../text";
import { tell } from "../toasts";
import { mergeInto, mergePairs } from "./merge";
import { PersonLine, reasonsText, type Pair } from "./merging";

export function DuplicatesPage() {
  const { value: pairs, error, reload } = useData<Pair[]>("/api/customer-duplicates");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isMerging, setMerging] = useState(false);
  if (error) return <Failed error={error} retry={reload} />;
  if (!pairs) return <Skeleton rows={6} />;
  const toggle = (name: string): void => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  const done = (): void => (setChosen(new Set()), reload());
  const mergeChosen = async (): Promise<void> => {
    setMerging(true);
    await mergePairs(pairs.filter((pair) => chosen.has(nameOf(pair))).map(({ one, other }) => [one.id, other.id]), done);
    setMerging(false);
  };
  return (
    <>
      <h2 class="settings-title">{t("duplicates.title")}</h2>
      <p class="muted">{t("duplicates.text")}</p>
      {pairs.length === 0 && <Empty icon="circle_check" title={t("duplicates.none")}><p>{t("duplicates.none_text")}</p></Empty>}
      {chosen.size > 0 && <button type="button" class="button primary" disabled={isMerging} onClick={() => void mergeChosen()}>{t("duplicates.merge_chosen", { count: chosen.size })}</button>}
      {pairs.length > 0 && (
        <ul class="card lines">
          {pairs.map((pair) => (
            <li key={nameOf(pair)} class="line pair">
              <input type="checkbox" aria-label={t("duplicates.select", { one: pair.one.name, other: pair.other.name })} checked={chosen.has(nameOf(pair))} onChange={() => toggle(nameOf(pair))} />
              <span class="pair-people"><PersonLine person={pair.one} /><PersonLine person={pair.other} /></span>
              <span class="chip">{reasonsText(pair.reasons)}</span>
              <button type="button" class="button small" title={t("merge.into_first")} onClick={() => void mergeInto(pair.one.id, [pair.other.id], reload).catch(tell)}><Icon name="arrow_up" size={14} /> {t("merge.into", { name: pair.one.name || t("customer.nameless") })}</button>
              <button type="button" class="button small" onClick={() => void mergeInto(pair.other.id, [pair.one.id], reload).catch(tell)}><Icon name="arrow_down" size={14} /> {t("merge.into", { name: pair.other.name || t("customer.nameless") })}</button>
              <button type="button" class="button small" onClick={() => void api("PUT", "/api/customer-duplicates", { one_id: pair.one.id, other_id: pair.other.id }).then(reload, tell)}>{t("duplicates.apart")}</button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function nameOf({ one, other }: Pair): string {
  return `${one.id}:${other.id}`;
}
