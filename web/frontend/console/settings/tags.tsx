/** The tags of the desk: found, renamed where they stand, merged, removed; each with what has it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { workspace } from "../session";
import type { Tag } from "../store/types";
import { t } from "../text";
import { changesOf } from "./as_seen";
import { useData } from "./data";
import { TextField, useSaving } from "./form";
import { Removal } from "./removal";
import { MergeDialog } from "./tag_merge";

export interface TagLine extends Tag { readonly tickets: number; readonly customers: number }
type Doing = { readonly what: "rename" | "merge" | "remove"; readonly tag: TagLine; readonly into?: number } | null;

export default function Tags() {
  const { value, error, reload } = useData<TagLine[]>("/api/tags");
  const [wanted, setWanted] = useState("");
  const [doing, setDoing] = useState<Doing>(null);
  const known = workspace.value?.tags;
  useEffect(reload, [known]);
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton rows={4} />;
  const shown = value.filter(({ name }) => name.toLocaleLowerCase().includes(wanted.trim().toLocaleLowerCase()));
  const end = (): void => (setDoing(null), reload());
  return (
    <>
      <p class="muted">{t("tag_page.text")}</p>
      {value.length === 0 && <Empty icon="tag" title={t("tag_page.none")}>{t("tag_page.none_text")}</Empty>}
      {value.length > 0 && <input type="search" class="input" aria-label={t("tag_page.find")} placeholder={t("tag_page.find")} value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} />}
      {value.length > 0 && shown.length === 0 && <p class="muted" role="status">{t("tag_page.found_none")}</p>}
      {shown.length > 0 && (
        <ul class="card lines">
          {shown.map((tag) => (
            <li key={tag.id} class="line">
              {doing?.what === "rename" && doing.tag.id === tag.id ? <Rename tag={tag} onDone={end} onStop={() => setDoing(null)} onMerge={(into) => setDoing({ what: "merge", tag, into })} /> : <Line tag={tag} mayMerge={value.length > 1} onDo={(what) => setDoing({ what, tag })} />}
            </li>
          ))}
        </ul>
      )}
      {doing?.what === "merge" && <MergeDialog tag={doing.tag} others={value.filter(({ id }) => id !== doing.tag.id)} into={doing.into ?? 0} onClose={end} />}
      {doing?.what === "remove" && (
        <Dialog title={t("tag_page.delete_named", { name: doing.tag.name })} onClose={() => setDoing(null)}>
          <p>{countsOf(doing.tag)}</p>
          <footer class="dialog-foot"><Removal kind="tags" item={doing.tag} onDone={end} /></footer>
        </Dialog>
      )}
    </>
  );
}

export function countsOf({ tickets, customers }: TagLine): string {
  return `${t("tag_page.tickets", { count: tickets })} · ${t("tag_page.customers", { count: customers })}`;
}

function Line({ tag, mayMerge, onDo }: { tag: TagLine; mayMerge: boolean; onDo: (what: "rename" | "merge" | "remove") => void }) {
  return (
    <>
      <span class="line-main">
        <strong dir="auto">{tag.name}</strong>
        <span class="muted small-text">{countsOf(tag)}</span>
      </span>
      <span class="told-buttons">
        <button type="button" class="icon-button" aria-label={t("tag_page.rename", { name: tag.name })} title={t("tag_page.rename", { name: tag.name })} onClick={() => onDo("rename")}><Icon name="pencil" size={16} /></button>
        {mayMerge && <button type="button" class="button small" aria-label={t("tag_page.merge_named", { name: tag.name })} onClick={() => onDo("merge")}>{t("tag_page.merge")}</button>}
        <button type="button" class="icon-button" aria-label={t("tag_page.delete_named", { name: tag.name })} title={t("tag_page.delete_named", { name: tag.name })} onClick={() => onDo("remove")}><Icon name="trash" size={16} /></button>
      </span>
    </>
  );
}

function Rename({ tag, onDone, onStop, onMerge }: { tag: TagLine; onDone: () => void; onStop: () => void; onMerge: (into: number) => void }) {
  const [name, setName] = useState(tag.name);
  const [other, setOther] = useState(0);
  const saving = useSaving(t("form.saved"));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.select(), []);
  const send = (): Promise<unknown> => api("PATCH", `/api/tags/${tag.id}`, changesOf(tag, { name: name.trim() }, saving)).catch((error: unknown) => {
    if (error instanceof Problem && error.code === "name_taken") setOther(Number(error.fields["other_id"]) || 0);
    throw error;
  });
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setOther(0);
    if (name.trim() === tag.name || (await saving.run(send))) onDone();
  };
  return (
    <form ref={form} class="line-main" onSubmit={(event) => void save(event)} onKeyDown={(event) => event.key === "Escape" && (event.preventDefault(), onStop())}>
      <TextField name="name" label={t("tag_page.name")} value={name} onText={setName} maxLength={60} problem={other ? t("tag_page.taken") : saving.problems["name"]} required />
      <span class="told-buttons">
        <button type="submit" class="button primary small" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>
        <button type="button" class="button small" onClick={onStop}>{t("tag_page.stop")}</button>
        {other > 0 && <button type="button" class="button small" onClick={() => onMerge(other)}>{t("tag_page.merge_instead")}</button>}
      </span>
    </form>
  );
}
