/** One tag becomes another: which, and what that changes in numbers. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { t } from "../text";
import { toast } from "../toasts";
import { useData } from "./data";
import { Field, useSaving } from "./form";
import { countsOf, type TagLine } from "./tags";

interface Props {
  tag: TagLine;
  others: readonly TagLine[];
  into: number;
  onClose: () => void;
}

export function MergeDialog({ tag, others, into, onClose }: Props) {
  const [chosen, setChosen] = useState(into);
  const { value } = useData<{ uses: readonly unknown[] }>(`/api/tags/${tag.id}`);
  const saving = useSaving();
  const other = others.find(({ id }) => id === chosen);
  const merge = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!other || !(await saving.run(() => api("PATCH", `/api/tags/${tag.id}`, { into: other.id })))) return;
    toast(t("tag_page.merged", { name: tag.name, into: other.name }));
    onClose();
  };
  return (
    <Dialog title={t("tag_page.merge_named", { name: tag.name })} onClose={onClose} isQuick>
      <form onSubmit={(event) => void merge(event)}>
        <Field name="into" label={t("tag_page.into")} problem={saving.problems["into"]}>
          {({ id }) => <Select id={id} label={t("tag_page.into")} value={String(chosen || "")} choices={[{ value: "", label: t("tag_page.choose"), disabled: true }, ...others.map(({ id: value, name }) => ({ value: String(value), label: name }))]} onChoose={(value) => setChosen(Number(value))} />}
        </Field>
        {other && (
          <div role="status">
            <p>{t("tag_page.what", { name: tag.name, into: other.name })}</p>
            <ul>
              <li>{countsOf(tag)}</li>
              {value && value.uses.length > 0 && <li>{t("tag_page.places", { count: value.uses.length })}</li>}
            </ul>
          </div>
        )}
        <footer class="dialog-foot"><button type="submit" class="button primary" disabled={saving.isBusy || !other}>{t("tag_page.merge")}</button></footer>
      </form>
    </Dialog>
  );
}
