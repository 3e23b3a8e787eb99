/** Files chosen for the next message: checked, on their way, or ready. */

import { signal } from "@preact/signals";
import { Problem } from "../link/rest";
import { sendFile } from "../link/upload";
import type { Attachment } from "../state/protocol";
import { box } from "./channel";
import { faultOf, type Fault } from "./file_rules";
import { config } from "./settings";
import { needToken } from "./token";
import { screen } from "./view";

export const mostFiles = 10;
/** The picture that is looked at over the whole panel. */
export const viewed = signal<Attachment | null>(null);

export interface Upload {
  readonly key: number;
  readonly file: File;
  /** 0..1 */
  readonly part: number;
  readonly attachment: Attachment | null;
  readonly fault: Fault | null;
}

export const uploads = signal<readonly Upload[]>([]);
/** More files were chosen than one message may carry. */
export const tooManyFiles = signal(false);

const stops = new Map<number, () => void>();
let lastKey = 0;

export function addFiles(files: Iterable<File>): void {
  if (config.peek()?.uploads === null || screen.peek() !== "talk") return;
  const room = mostFiles - uploads.peek().length;
  const chosen = [...files];
  tooManyFiles.value = chosen.length > room;
  for (const file of chosen.slice(0, room)) add(file);
}

/** Stop an upload, or take a ready file out of the message. */
export function removeUpload(key: number): void {
  stops.get(key)?.();
  stops.delete(key);
  tooManyFiles.value = false;
  uploads.value = uploads.peek().filter((upload) => upload.key !== key);
}

export function retryUpload(key: number): void {
  const upload = uploads.peek().find((each) => each.key === key);
  if (!upload) return;
  change(key, { fault: null, part: 0 });
  start(upload);
}

/** Hand over what is ready and start anew. */
export function takeUploads(): Attachment[] {
  const ready = uploads.peek().flatMap(({ attachment }) => (attachment ? [attachment] : []));
  uploads.value = [];
  tooManyFiles.value = false;
  return ready;
}

export function isUploading(list: readonly Upload[]): boolean {
  return list.some((upload) => !upload.attachment && !upload.fault);
}

function add(file: File): void {
  const fault = faultOf(file, config.peek()?.max_upload_bytes ?? Infinity);
  const upload: Upload = { key: ++lastKey, file, part: 0, attachment: null, fault };
  uploads.value = [...uploads.peek(), upload];
  if (!fault) start(upload);
}

function start({ key, file }: Upload): void {
  const sending = sendFile(file, needToken(box), (part) => change(key, { part }));
  stops.set(key, sending.stop);
  sending.done
    .then((attachment) => change(key, { attachment, part: 1 }), (error: unknown) => change(key, { fault: faultFrom(error) }))
    .finally(() => stops.delete(key));
}

function faultFrom(error: unknown): Fault {
  if (!(error instanceof Problem)) return "lost";
  if (error.status === 413) return "too_large";
  if (error.status === 415) return "wrong_type";
  return error.status === 429 ? "too_many" : "refused";
}

function change(key: number, by: Partial<Upload>): void {
  uploads.value = uploads.peek().map((upload) => (upload.key === key ? { ...upload, ...by } : upload));
}
