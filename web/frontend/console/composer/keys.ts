/** Keys inside the box: send, send and resolve, switch, undo, leave. */
import { preferences } from "../session";
import { editorOf } from "../drafts";
import { isEmpty } from "../store/draft";
import { undoable, undoSend } from "../undo";
import { mode } from "./mode";

export function onComposerKey(event: KeyboardEvent, { ticketId, send }: { ticketId: number; send: (resolve: boolean) => void }): void {
  const withControl = event.ctrlKey || event.metaKey;
  if (event.isComposing) return;
  if (event.code === "Enter" || event.code === "NumpadEnter") {
    const isPlain = !event.shiftKey && !event.altKey && !withControl;
    if (!withControl && !(isPlain && preferences.value.send_on_enter && mode.value === "reply")) return;
    event.preventDefault();
    send(withControl && event.shiftKey && mode.value === "reply");
  } else if (event.altKey && event.code === "KeyN") {
    event.preventDefault();
    mode.value = mode.value === "reply" ? "note" : "reply";
  } else if (withControl && event.code === "KeyZ" && isEmpty(editorOf(ticketId, mode.value))) {
    const message = undoable(ticketId);
    if (!message) return;
    event.preventDefault();
    void undoSend(message);
  } else if (event.code === "Escape") {
    event.stopPropagation();
    (event.currentTarget as HTMLElement).blur();
    document.getElementById("ticket")?.querySelector<HTMLElement>(".timeline")?.focus();
  }
}
