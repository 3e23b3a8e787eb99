/** One template: what it is called, what it says in each language, which files go with it. */
import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import { FilesToGo } from "../composer/draft_files";
import { upLoad, uploadsTo, withFile } from "../composer/uploads";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import { workspace } from "../session";
import type { Attachment } from "../store/types";
import { known, size, t } from "../text";
import { toast } from "../toasts";
import { AudienceFields } from "../writing/audience";
import { insert } from "../writing/insert";
import { languageLabel } from "../writing/offers";
import { PLACES } from "../writing/places";
import type { Template } from "../writing/types";
import { wholeOf } from "./as_seen";
import { Field, TextField, useSaving } from "./form";
import { refusedAs } from "./in_use";

const DRAFT = "template";
const SEEN = ["name", "folder", "shortcut", "texts", "audience", "team_id", "files"] as const;

export function TemplateDialog({ template, folders, onClose }: { template: Template | null; folders: readonly string[]; onClose: () => void }) {
  const [name, setName] = useState(template?.name ?? "");
  const [folder, setFolder] = useState(template?.folder ?? "");
  const [shortcut, setShortcut] = useState(template?.shortcut ?? "");
  const [texts, setTexts] = useState<Record<string, string>>(template?.texts ?? {});
  const [shown, setShown] = useState({ audience: template?.audience ?? ("private" as const), team_id: template?.team_id ?? null });
  const [files, setFiles] = useState(template?.files ?? []);
  const [added, setAdded] = useState<readonly Attachment[]>([]);
  const saving = useSaving(t("form.saved"));
  const picker = useRef<HTMLInputElement>(null);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), folder: folder.trim(), shortcut: shortcut.trim(), texts, ...shown, attachment_ids: added.map(({ id }) => id), file_ids: files.map(({ id }) => id) };
    if (await saving.run(() => (template ? api("PUT", `/api/templates/${template.id}`, wholeOf(template, body, SEEN, saving)) : api("POST", "/api/templates", body)))) onClose();
  };
  const remove = (): void => {
    if (template) void api("DELETE", `/api/templates/${template.id}`).then(() => (toast(t("form.saved")), onClose()), refusedAs("templates.in_use"));
  };
  return (
    <Dialog title={template ? t("form.edit", { name: template.name }) : t("templates.add")} onClose={onClose} className="policy">
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={120} required />
        <div class="two-columns">
          <Field name="folder" label={t("templates.folder")} problem={saving.problems["folder"]}>
            {(attributes) => <input class="input" dir="auto" list="template-folders" maxLength={80} value={folder} onInput={(event) => setFolder(event.currentTarget.value)} {...attributes} />}
          </Field>
          <datalist id="template-folders">{folders.map((one) => <option key={one} value={one} />)}</datalist>
          <TextField name="shortcut" label={t("templates.shortcut")} help={t("templates.shortcut_help")} value={shortcut} onText={setShortcut} problem={saving.problems["shortcut"]} maxLength={40} />
        </div>
        <Texts texts={texts} onChange={setTexts} problem={saving.problems["texts"]} />
        <AudienceFields value={shown} onChange={setShown} problem={saving.problems["team_id"]} />
        <h3 class="settings-subtitle">{t("templates.files")}</h3>
        <ul class="draft-files">
          {files.map((file) => (
            <li key={file.id} class="draft-file">
              <Icon name="file" size={18} /> <span class="file-name">{file.filename}</span> <span class="file-size">{size(file.size)}</span>
              <button type="button" class="icon-button" aria-label={t("templates.file_gone", { name: file.filename })} onClick={() => setFiles(files.filter((one) => one !== file))}><Icon name="x" size={14} /></button>
            </li>
          ))}
        </ul>
        <FilesToGo files={added} running={uploadsTo(DRAFT)} onChange={setAdded} />
        <input ref={picker} type="file" multiple hidden onChange={(event) => (event.currentTarget.files && upLoad(DRAFT, event.currentTarget.files, (file) => setAdded((now) => withFile(now, file))), (event.currentTarget.value = ""))} />
        <button type="button" class="button small" onClick={() => picker.current?.click()}><Icon name="paperclip" size={14} /> {t("templates.attach")}</button>
        <footer class="dialog-foot">
          {template && <SureButton className="button danger-button" disabled={saving.isBusy} onSure={remove}><Icon name="trash" size={14} /> {t("action.delete")}</SureButton>}
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === "" || uploadsTo(DRAFT).length > 0}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

/** A language at a time; the tab of one that says something is marked. */
function Texts({ texts, onChange, problem }: { texts: Record<string, string>; onChange: (texts: Record<string, string>) => void; problem: string | undefined }) {
  const languages = [...new Set(["", ...(workspace.value?.languages ?? []), "en", "ru", "uk", ...Object.keys(texts)])];
  const [language, setLanguage] = useState(Object.keys(texts)[0] ?? "");
  const area = useRef<HTMLTextAreaElement>(null);
  const places = [{ value: "", label: t("templates.place") }, ...PLACES.map((value) => ({ value, label: known("place.", value) ?? value }))];
  return (
    <>
      <div class="language-tabs" role="group" aria-label={t("templates.language")}>
        {languages.map((one) => (
          <button key={one} type="button" class="button small" aria-pressed={one === language} onClick={() => setLanguage(one)}>
            {one === "" ? t("templates.any") : languageLabel(one)} {texts[one]?.trim() && <Icon name="check" size={12} />}
          </button>
        ))}
      </div>
      <Field name="texts" label={`${t("templates.answer")} · ${language === "" ? t("templates.any") : languageLabel(language)}`} problem={problem}>
        {(attributes) => <textarea ref={area} class="input template-text" dir="auto" lang={language || undefined} rows={7} maxLength={10_000} value={texts[language] ?? ""} onInput={(event) => onChange({ ...texts, [language]: event.currentTarget.value })} {...attributes} />}
      </Field>
      <Select label={t("templates.place")} value="" choices={places} onChoose={(name) => name && area.current && insert(area.current, `{{${name}}}`)} />
    </>
  );
}
