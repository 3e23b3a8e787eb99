/** Templates out of a file. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { t } from "../text";
import { AudienceFields } from "../writing/audience";
import { Field, useSaving } from "./form";

interface Answer { created: number; changed: number; refused: { row: number; reason: string }[] }

export function TemplateImport({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [shown, setShown] = useState<{ audience: "private" | "team" | "all"; team_id: number | null }>({ audience: "private", team_id: null });
  const [done, setDone] = useState<Answer | null>(null);
  const saving = useSaving();
  const take = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (file) await saving.run(async () => setDone(await api<Answer>("POST", "/api/templates/imports", { file: await file.text(), ...shown })));
  };
  return (
    <Dialog title={t("templates.import_title")} onClose={onClose}>
      <form onSubmit={(event) => void take(event)}>
        <Field name="file" label={t("templates.import_file")} help={t("templates.import_help")} problem={saving.problems["file"]}>
          {(attributes) => <input class="input" type="file" accept=".json,.csv,application/json,text/csv" onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} {...attributes} />}
        </Field>
        <AudienceFields value={shown} onChange={setShown} problem={saving.problems["team_id"]} />
        {done && (
          <div class="notice" role="status">
            <p>{t("templates.import_done", { created: done.created, changed: done.changed })}</p>
            {done.refused.length > 0 && <p>{t("templates.import_refused", { count: done.refused.length })}</p>}
            {done.refused.length > 0 && <ul>{done.refused.slice(0, 20).map(({ row, reason }) => <li key={row}>{t("templates.row", { row, reason })}</li>)}</ul>}
          </div>
        )}
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || !file}>{t("templates.import")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
