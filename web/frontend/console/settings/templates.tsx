/** Answer templates: found, written, shared, taken out and in. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { agentName, myId } from "../session";
import { LOCALES, t } from "../text";
import { languageLabel } from "../writing/offers";
import { findTemplates } from "../writing/finding";
import { audienceLabel } from "../writing/audience";
import "../writing/look";
import { forgetTemplates } from "../writing/templates";
import type { Template } from "../writing/types";
import { useData } from "./data";
import { TemplateDialog } from "./template_dialog";
import { TemplateImport } from "./template_import";

export default function Templates() {
  const { value: all, error, reload } = useData<Template[]>("/api/templates");
  const [query, setQuery] = useState("");
  const [edited, setEdited] = useState<Template | "new" | null>(null);
  const [isImport, setImport] = useState(false);
  if (error && !all) return <Failed error={error} retry={reload} />;
  if (!all) return <Skeleton rows={4} />;
  const found = query.trim() ? findTemplates(all, query, 200) : [...all].sort((one, other) => one.folder.localeCompare(other.folder) || one.name.localeCompare(other.name));
  const done = (): void => (setEdited(null), setImport(false), forgetTemplates(), reload());
  return (
    <>
      <p class="muted">{t("templates.text")}</p>
      <div class="writing-head">
        {all.length > 0 && <input class="input" type="search" aria-label={t("templates.find")} placeholder={t("templates.find")} value={query} onInput={(event) => setQuery(event.currentTarget.value)} />}
        <button type="button" class="button primary" onClick={() => setEdited("new")}><Icon name="plus" size={16} /> {t("templates.add")}</button>
        <button type="button" class="button" onClick={() => setImport(true)}>{t("templates.import")}</button>
        {all.length > 0 && <a class="button" href="/api/templates/file?kind=json" download>{t("templates.export_json")}</a>}
        {all.length > 0 && <a class="button" href="/api/templates/file?kind=csv" download>{t("templates.export_csv")}</a>}
      </div>
      {all.length === 0 && <Empty icon="note" title={t("templates.none")}><p>{t("templates.none_text")}</p></Empty>}
      {all.length > 0 && found.length === 0 && <p class="muted">{t("templates.nothing")} <button type="button" class="link-button" onClick={() => setQuery("")}>{t("templates.show_all")}</button></p>}
      {folders(found, query).map(([folder, items]) => (
        <section key={folder} aria-label={folder || t("templates.no_folder")}>
          {(folder || query === "") && all.some((one) => one.folder) && <h3 class="folder-title">{folder || t("templates.no_folder")}</h3>}
          <ul class="card lines">
            {items.map((template) => <Line key={template.id} template={template} onEdit={() => setEdited(template)} />)}
          </ul>
        </section>
      ))}
      {edited && <TemplateDialog template={edited === "new" ? null : edited} folders={[...new Set(all.map(({ folder }) => folder).filter(Boolean))]} onClose={done} />}
      {isImport && <TemplateImport onClose={done} />}
    </>
  );
}

function Line({ template, onEdit }: { template: Template; onEdit: () => void }) {
  const { name, shortcut, texts, uses, files, may_change, owner_id } = template;
  const languages = Object.keys(texts).filter(Boolean);
  const lacking = lacks(texts);
  const facts = [audienceLabel(template), owner_id === myId() ? "" : agentName(owner_id), languages.map(languageLabel).join(", "), uses > 0 ? t("templates.uses", { count: uses }) : t("templates.unused")];
  return (
    <li class="line">
      <span class="line-main">
        <span><strong dir="auto">{name}</strong> {shortcut && <span class="chip">/{shortcut}</span>} {files.length > 0 && <Icon name="paperclip" size={14} label={t("templates.files")} />}</span>
        <span class="completion-text muted small-text" dir="auto">{Object.values(texts)[0]?.slice(0, 160)}</span>
        <span class="muted small-text">{facts.filter(Boolean).join(" · ")}</span>
        {lacking.length > 0 && <span class="mark mark-warn"><Icon name="alert" size={12} /> {t("templates.lacks", { languages: lacking.map(languageLabel).join(", ") })}</span>}
      </span>
      {may_change && (
        <button type="button" class="button small" onClick={onEdit} aria-label={t("form.edit", { name })}>
          <Icon name="pencil" size={14} /> {t("action.edit")}
        </button>
      )}
    </li>
  );
}

/** Languages of the desk whose customers would get another one's text: there is none for any language. */
function lacks(texts: Template["texts"]): string[] {
  return texts[""] ? [] : LOCALES.filter((language) => !texts[language]);
}

/** By folder in their order; what was searched for stands in the order of how well it fits. */
function folders(found: readonly Template[], query: string): [string, Template[]][] {
  if (query.trim()) return [["", [...found]]];
  const groups = new Map<string, Template[]>();
  for (const one of found) groups.set(one.folder, [...(groups.get(one.folder) ?? []), one]);
  return [...groups];
}

