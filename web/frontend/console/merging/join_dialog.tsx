/** Which ticket this one belongs to, and how: one and the same, or only linked. */
import { useEffect, useState } from "preact/hooks";
import css from "../styles/merging.css" with { type: "text" };
import { Dialog } from "../parts/dialog";
import { Field, useSaving } from "../settings/form";
import type { Row } from "../store/types";
import { t } from "../text";
import { wear } from "../wear";
import { KINDS, linkTo, mergeInto, type LinkKind } from "./acts";
import { Targets } from "./targets";
import { useTargets } from "./use_targets";

wear(css);

type How = "merge" | LinkKind;
const WAYS: readonly How[] = ["merge", ...KINDS];

export default function JoinDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState<number | null>(null);
  const [how, setHow] = useState<How>(row.channel.kind === "webchat" ? "duplicate" : "merge");
  const found = useTargets(row, query, how === "merge");
  const saving = useSaving();
  const target = found.tickets.find(({ id }) => id === chosen) ?? null;
  useEffect(() => setChosen(found.tickets.length === 1 ? found.tickets[0]!.id : null), [found.tickets]);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!target) return;
    const isDone = await saving.run(() => (how === "merge" ? mergeInto(row, target) : linkTo(row, target, how)));
    if (isDone) onClose();
  };
  return (
    <Dialog title={t("join.title", { number: `#${row.number}` })} onClose={onClose} isQuick>
      <form onSubmit={(event) => void save(event)}>
        <fieldset class="field join-ways">
          <legend>{t("join.how")}</legend>
          {WAYS.map((way) => (
            <label key={way} class="check">
              <input type="radio" name="join-way" checked={how === way} disabled={way === "merge" && row.channel.kind === "webchat"} onChange={() => setHow(way)} />
              <span>
                {t(`join.${way}`)}
                <span class="muted small-text check-help">{t(way === "merge" && row.channel.kind === "webchat" ? "join.no_chat" : `join.${way}_text`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Field name="join-target" label={t("join.with")}>
          {(attributes) => <input type="search" class="input" dir="auto" autocomplete="off" placeholder={t("join.hint")} value={query} onInput={(event) => setQuery(event.currentTarget.value)} {...attributes} />}
        </Field>
        <Targets found={found} isSearch={query.trim() !== ""} chosen={chosen} onChoose={setChosen} />
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || !target}>
            {target && how === "merge" ? t("join.merge_submit", { number: `#${target.number}` }) : t(how === "merge" ? "join.merge" : "join.link_submit")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
