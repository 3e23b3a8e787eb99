/** The tags of a ticket: the desk's to choose from, and new ones by writing them. */
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { rows, workspace } from "../session";
import { Field, useSaving } from "../settings/form";
import css from "../styles/lists.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { changeTags } from "./acts";

wear(css);

export function draw(id: number, close: () => void) {
  return <TagsDialog id={id} onClose={close} />;
}

function TagsDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const [text, setText] = useState("");
  const saving = useSaving();
  const has = rows.value.get(id)?.tags ?? [];
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return onClose();
    if (await saving.run(() => changeTags(id, { add: [text.trim()] }))) setText("");
  };
  return (
    <Dialog title={t("lists.tags")} onClose={onClose} isQuick>
      <form onSubmit={(event) => void add(event)}>
        <div class="tag-list">
          {has.map((tag) => (
            <button key={tag} type="button" class="chip tag-chip" disabled={saving.isBusy} aria-label={t("lists.tag_remove", { tag })} title={t("lists.tag_remove", { tag })} onClick={() => void saving.run(() => changeTags(id, { remove: [tag] }))}>
              {tag} <Icon name="x" size={12} />
            </button>
          ))}
        </div>
        <Field name="tag" label={t("lists.tag_new")} problem={saving.problems["tags"]}>
          {(attributes) => (
            <>
              <input class="input" dir="auto" autocomplete="off" list="desk-tags" maxLength={60} value={text} onInput={(event) => setText(event.currentTarget.value)} {...attributes} />
              <datalist id="desk-tags">{workspace.value?.tags.filter(({ name }) => !has.includes(name)).map(({ id: tagId, name }) => <option key={tagId} value={name} />)}</datalist>
            </>
          )}
        </Field>
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy}>{t(text.trim() === "" ? "action.close" : "action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
