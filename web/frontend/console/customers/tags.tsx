/** Tags of a customer: typed with those known as suggestions, removed one by one. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { workspace } from "../session";
import { t } from "../text";
import { tell } from "../toasts";

export function Tags({ tags, onChange, name }: { tags: readonly string[]; onChange: (tags: string[]) => Promise<unknown> | void; name: string }) {
  const [text, setText] = useState("");
  const add = (): void => {
    const tag = text.trim();
    setText("");
    if (tag !== "" && !tags.includes(tag)) Promise.resolve(onChange([...tags, tag])).catch((error: unknown) => (tell(error), setText((newer) => newer || tag)));
  };
  const remove = (tag: string): void => void Promise.resolve(onChange(tags.filter((one) => one !== tag))).catch(tell);
  return (
    <div class="tag-editor">
      {tags.map((tag) => (
        <span key={tag} class="chip" dir="auto">
          {tag}
          <button type="button" class="chip-remove" aria-label={t("tags.remove", { tag })} onClick={() => remove(tag)}><Icon name="x" size={12} /></button>
        </span>
      ))}
      <input
        class="input tag-input"
        dir="auto"
        list={`${name}-tags`}
        maxLength={60}
        aria-label={t("tags.add")}
        placeholder={t("tags.add")}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={add}
        onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), add())}
      />
      <datalist id={`${name}-tags`}>{(workspace.value?.tags ?? []).map(({ id, name: tag }) => <option key={id} value={tag} />)}</datalist>
    </div>
  );
}
