/** What happens to a text somebody is writing when another copy of it turns up. Pure. */
import type { Attachment, Draft } from "./types";

export interface Editor {
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** Revision on the server that this text grew from; 0 is none. */
  readonly revision: number;
  readonly dirty: boolean;
  /** The other copy, until the agent has chosen. */
  readonly other: { text: string; attachments: readonly Attachment[]; revision: number } | null;
}

export const EMPTY_EDITOR: Editor = { text: "", attachments: [], revision: 0, dirty: false, other: null };

export function isEmpty(editor: Pick<Editor, "text" | "attachments">): boolean {
  return editor.text.trim() === "" && editor.attachments.length === 0;
}

/** Take in the server's copy: silently when nothing of ours would be lost, else as the other copy to choose from. */
export function meet(editor: Editor, draft: Draft | undefined): Editor {
  if (!draft) return editor.dirty || editor.revision === 0 ? { ...editor, revision: 0, other: null } : EMPTY_EDITOR;
  if (draft.revision === editor.revision) return editor;
  const attachments = draft.attachments ?? [];
  const isSame = draft.text === editor.text;
  if (isSame || !editor.dirty || isEmpty(editor)) {
    return { text: draft.text, attachments: isSame && !draft.attachments ? editor.attachments : attachments, revision: draft.revision, dirty: false, other: null };
  }
  return { ...editor, other: { text: draft.text, attachments, revision: draft.revision } };
}

export function keepMine(editor: Editor): Editor {
  return editor.other ? { ...editor, revision: editor.other.revision, other: null, dirty: true } : editor;
}

export function takeOther(editor: Editor): Editor {
  return editor.other ? { ...editor.other, dirty: false, other: null } : editor;
}

/** Put a text back (undone or refused send) without losing what has been written since. */
export function putBack(editor: Editor, text: string, attachments: readonly Attachment[]): Editor {
  const joined = editor.text.trim() === "" ? text : `${text}\n\n${editor.text}`;
  const known = new Set(editor.attachments.map(({ id }) => id));
  return { ...editor, text: joined, attachments: [...editor.attachments, ...attachments.filter(({ id }) => !known.has(id))], dirty: true };
}
