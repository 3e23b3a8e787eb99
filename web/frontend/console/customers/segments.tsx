/** Keeping a filter as a segment, changing and removing it. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { focusOnce } from "../parts/focus";
import { Icon } from "../parts/icon";
import { SureButton } from "../parts/sure_button";
import { useSaving } from "../settings/form";
import { refusedAs } from "../settings/in_use";
import { known, t } from "../text";
import { toast } from "../toasts";
import { isWhole, type Filter, type Segment } from "./list_types";

export function segmentName({ name, key }: Segment): string {
  return (key !== null && known("segments.", key)) || name;
}

export function SaveSegment({ segment, filter, onDone }: { segment: Segment | null; filter: Filter; onDone: (id: number) => void }) {
  const [name, setName] = useState<string | null>(null);
  const saving = useSaving();
  const whole: Filter = { ...filter, conditions: filter.conditions.filter(isWhole) };
  const isChanged = segment !== null && JSON.stringify(whole) !== JSON.stringify(segment.filter);
  const done = (id: number): void => (setName(null), toast(t("segments.saved")), onDone(id));
  const save = (event: Event): void => {
    event.preventDefault();
    void saving.run(async () => done((await api<Segment>("POST", "/api/segments", { name: name?.trim(), filter: whole })).id));
  };
  const update = ({ id }: Segment): void => void saving.run(async () => done((await api<Segment>("PATCH", `/api/segments/${id}`, { filter: whole })).id));
  if (segment === null && whole.conditions.length === 0) return null;
  return (
    <form class="save-segment" onSubmit={save}>
      {segment && isChanged && <button type="button" class="button small primary" disabled={saving.isBusy} onClick={() => update(segment)}>{t("segments.update", { name: segmentName(segment) })}</button>}
      {name === null && (segment === null || isChanged) && <button type="button" class="button small" onClick={() => setName("")}><Icon name="plus" size={14} /> {t("segments.save")}</button>}
      {name !== null && <input class="input" dir="auto" maxLength={120} aria-label={t("segments.name")} placeholder={t("segments.name")} value={name} ref={focusOnce} onInput={(event) => setName(event.currentTarget.value)} />}
      {name !== null && <button type="submit" class="button small primary" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>}
      {segment && <SureButton className="button small danger-button" onSure={() => void api("DELETE", `/api/segments/${segment.id}`).then(() => onDone(0), refusedAs("segments.in_use"))}><Icon name="trash" size={14} /> {t("action.delete")}</SureButton>}
    </form>
  );
}
