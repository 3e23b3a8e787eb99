/** What a press means while a new key is asked for, and what is kept of it. Pure. */
import { USUAL, type ChangedKeys, type CommandId } from "../key_map";

export interface Pressed {
  /** "G " once G was pressed: another follows. */
  readonly prefix: string;
  readonly keys?: string;
  /** Not a key that commands can have. */
  readonly refused?: boolean;
  readonly isEnded?: boolean;
  readonly isLeft?: boolean;
  readonly isPassed?: boolean;
}

type Press = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "altKey">;

const MAY_BE = /^(Shift\+)?[A-Z0-9/.,;'\-=`[\]\\]$/;
const MODIFIER = /^(Shift|Control|Alt|Meta|OS|CapsLock)/;

/** Escape ends, Backspace and Delete leave the command without a key, Tab goes its way. */
export function pressed({ code, ctrlKey, metaKey, altKey }: Press, name: string, prefix: string): Pressed {
  if (code === "Tab") return { prefix, isLeft: true };
  if (MODIFIER.test(code)) return { prefix, isPassed: true };
  if (code === "Escape") return { prefix, isEnded: true };
  if (code === "Backspace" || code === "Delete") return { prefix, keys: "" };
  if (ctrlKey || metaKey || altKey || !MAY_BE.test(name) || name === "Shift+/") return { prefix: "", refused: true };
  if (name === "G" && !prefix) return { prefix: "G " };
  return { prefix, keys: prefix + name };
}

/** Only what differs from the usual is kept. */
export function laid(changed: ChangedKeys, command: CommandId, keys: string): Record<string, string> {
  const others = Object.entries(changed).filter((entry): entry is [string, string] => entry[0] !== command && entry[1] !== undefined);
  return Object.fromEntries(keys === USUAL[command] ? others : [...others, [command, keys]]);
}
