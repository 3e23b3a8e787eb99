/** Files on their way up, per draft. */
import { signal } from "@preact/signals";
import { Problem, upload } from "../api";
import { draftKey, editorOf, write } from "../drafts";
import { rows } from "../session";
import type { Attachment, DraftMode } from "../store/types";
import { size, t } from "../text";
import { inWords, tell, toast } from "../toasts";

export const MAX_BYTES = 25_000_000;

export interface Upload {
  readonly id: number;
  readonly draft: string;
  readonly name: string;
  readonly share: number;
  readonly cancel: () => void;
}

export const uploads = signal<readonly Upload[]>([]);
let nextId = 1;
/** When the files this tab sent up were chosen, by their ids on the server. */
const chosen = new Map<string, number>();

export function uploadsOf(ticketId: number, mode: DraftMode): readonly Upload[] {
  return uploadsTo(draftKey(ticketId, mode));
}

export function uploadsTo(draft: string): readonly Upload[] {
  return uploads.value.filter((one) => one.draft === draft);
}

export function addFiles(ticketId: number, mode: DraftMode, files: Iterable<File>): void {
  if (refused(ticketId, mode)) return;
  // it may have gone while the file was on its way
  upLoad(draftKey(ticketId, mode), files, (attachment) => refused(ticketId, mode) || write(ticketId, mode, { attachments: withFile(editorOf(ticketId, mode).attachments, attachment) }));
}

/** Files and one more that is there now, before those that were chosen after it. */
export function withFile(files: readonly Attachment[], file: Attachment): Attachment[] {
  const own = chosen.get(file.id) ?? Infinity;
  const at = files.findIndex(({ id }) => (chosen.get(id) ?? 0) > own);
  return files.toSpliced(at < 0 ? files.length : at, 0, file);
}

/** What is merged away takes no file, what is in the trash none for a reply: says so, and where to go. */
function refused(ticketId: number, mode: DraftMode): boolean {
  const row = rows.value.get(ticketId);
  if (!row || (row.merged_into_id == null && !(row.is_trashed && mode === "reply"))) return false;
  void import("./refused_files").then(({ refuse }) => refuse(row)).catch(tell);
  return true;
}

/** Send files up for a draft of any kind; each is handed over once it is there. */
export function upLoad(draft: string, files: Iterable<File>, onFile: (attachment: Attachment) => unknown): void {
  for (const file of files) {
    if (file.size > MAX_BYTES) refuse(file, t("file.too_large", { max: size(MAX_BYTES) }));
    else if (file.size === 0) refuse(file, t("file.is_empty"));
    else void upLoadOne(draft, file, onFile);
  }
}

async function upLoadOne(draft: string, file: File, onFile: (attachment: Attachment) => unknown): Promise<void> {
  const id = nextId++;
  const control = new AbortController();
  const item = { id, draft, name: file.name, share: 0, cancel: () => control.abort() };
  uploads.value = [...uploads.value, item];
  const onProgress = (share: number): void => {
    uploads.value = uploads.value.map((one) => (one.id === id ? { ...one, share } : one));
  };
  try {
    const attachment = await upload(file, { onProgress, signal: control.signal });
    chosen.set(attachment.id, id);
    onFile(attachment);
  } catch (error) {
    if (!(error instanceof Problem && error.code === "aborted")) refuse(file, reason(error));
  } finally {
    uploads.value = uploads.value.filter((one) => one.id !== id);
  }
}

function reason(error: unknown): string {
  const max = error instanceof Problem ? Number(error.fields["max_bytes"]) : NaN;
  return max > 0 ? t("file.too_large", { max: size(max) }) : inWords(error);
}

function refuse(file: File, text: string): void {
  toast(`${file.name}: ${text}`, { kind: "error" });
}
