/** Files that will go with the text: those on their way and those that are there. */
import { write } from "../drafts";
import { Icon } from "../parts/icon";
import type { Editor } from "../store/draft";
import type { Attachment, DraftMode } from "../store/types";
import { size, t } from "../text";
import { uploadsOf, type Upload } from "./uploads";

export function DraftFiles({ ticketId, mode, editor }: { ticketId: number; mode: DraftMode; editor: Editor }) {
  return <FilesToGo files={editor.attachments} running={uploadsOf(ticketId, mode)} onChange={(attachments) => write(ticketId, mode, { attachments })} />;
}

export function FilesToGo({ files, running, onChange }: { files: readonly Attachment[]; running: readonly Upload[]; onChange: (files: Attachment[]) => void }) {
  if (files.length + running.length === 0) return null;
  const remove = (id: string): void => onChange(files.filter((one) => one.id !== id));
  return (
    <ul class="draft-files" aria-label={t("file.list")}>
      {files.map((file) => (
        <li key={file.id} class="draft-file">
          {file.preview_url ? <img src={file.small_url ?? file.preview_url} alt="" width={28} height={28} /> : <Icon name="file" size={18} />}
          <span class="file-name">{file.filename}</span>
          <span class="file-size">{size(file.size)}</span>
          <button type="button" class="icon-button" aria-label={t("file.remove", { name: file.filename })} onClick={() => remove(file.id)}>
            <Icon name="x" size={14} />
          </button>
        </li>
      ))}
      {running.map((item) => (
        <li key={item.id} class="draft-file">
          <Icon name="file" size={18} />
          <span class="file-name">{item.name}</span>
          <progress value={item.share} max={1} aria-label={t("file.uploading", { name: item.name })} />
          <button type="button" class="icon-button" aria-label={t("file.cancel", { name: item.name })} onClick={item.cancel}>
            <Icon name="x" size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}
