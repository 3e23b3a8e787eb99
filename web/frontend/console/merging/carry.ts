/** What was being written on a ticket that somebody merged away: the desk has carried over what was saved, this what was typed since. */
import { api, Problem } from "../api";
import { editorOf, openDraft, save, write } from "../drafts";
import { isEmpty } from "../store/draft";
import type { Draft, DraftMode } from "../store/types";

/** saved: the text the desk knew when it merged. */
export async function carry(fromId: number, intoId: number, mode: DraftMode, saved: string): Promise<void> {
  const { text, attachments } = editorOf(fromId, mode);
  if (text === saved || isEmpty({ text, attachments })) return;
  const there = await api<Draft>("GET", `/api/tickets/${intoId}/drafts/${mode}`).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  });
  const whole = carried(there?.text ?? "", saved, text);
  if (whole === there?.text) return;
  openDraft(intoId, mode, there);
  const files = editorOf(intoId, mode).attachments;
  write(intoId, mode, { text: whole, attachments: [...files, ...attachments.filter(({ id }) => files.every((file) => file.id !== id))] });
  await save(intoId, mode);
}

/** The newer text in the place of the older one, below what stood there before. */
export function carried(there: string, saved: string, text: string): string {
  if (there.includes(text)) return there;
  if (saved !== "" && there.endsWith(saved)) return there.slice(0, there.length - saved.length) + text;
  // an older one than we know of: what is typed mostly grows at its end
  for (let at = 0; at >= 0 && at < there.length; at = below(there, at)) if (text.startsWith(there.slice(at))) return there.slice(0, at) + text;
  return there.trim() === "" ? text : `${there}\n\n${text}`;
}

function below(text: string, at: number): number {
  const gap = text.indexOf("\n\n", at);
  return gap < 0 ? -1 : gap + 2;
}
