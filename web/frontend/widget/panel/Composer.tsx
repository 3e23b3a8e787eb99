/** Where the visitor writes. */

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { charactersLeft, isBlank } from "../state/text";
import { announce } from "../store/announcer";
import { writeHere } from "../store/view";
import { draft, setDraft } from "../store/draft";
import { focusWanted } from "../store/host";
import { t } from "../words/words";
import { stopTyping, typed } from "../store/typing";
import { config, worded } from "../store/settings";
import { Emoji, Tray } from "./screens";
import { addFiles, isUploading, takeUploads, tooManyFiles, uploads } from "../store/uploads";
import { AttachButton } from "./AttachButton";
import { Icon } from "./Icon";

const isTouch = matchMedia("(pointer: coarse)");
const mostPx = 132;

export function Composer() {
  const field = useRef<HTMLTextAreaElement>(null);
  const hint = useSignal("");
  const picks = useSignal(false);
  const left = charactersLeft(draft.value);
  const isBeyond = left !== null && left < 0;
  const note = left === null ? hint.value : t.value(isBeyond ? "beyond" : "left", { count: Math.abs(left) });

  useLayoutEffect(() => grow(field.current), [draft.value]);
  useEffect(() => {
    if (focusWanted.value) field.current?.focus({ preventScroll: true });
  }, [focusWanted.value]);
  useEffect(() => {
    if (isBeyond) announce(note);
  }, [isBeyond]);

  function input(text: string) {
    hint.value = "";
    setDraft(text);
    typed(text);
  }

  function send() {
    field.current?.focus({ preventScroll: true });
    if (isBeyond) return announce(note);
    if (isUploading(uploads.value)) return announce((hint.value = t.value("wait_for_files")));
    const attachments = takeUploads();
    if (isBlank(draft.value) && !attachments.length) return;
    writeHere(draft.value.replace(/^\n+|\s+$/g, ""), attachments);
    setDraft("");
    hint.value = "";
    stopTyping();
  }

  function insert(text: string) {
    const { selectionStart: from, selectionEnd: to } = field.current!;
    input(draft.value.slice(0, from) + text + draft.value.slice(to));
    requestAnimationFrame(() => field.current?.setSelectionRange(from + text.length, from + text.length));
  }

  function key(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isTouch.matches) return;
    event.preventDefault();
    send();
  }

  function paste(event: ClipboardEvent) {
    const files = event.clipboardData?.files;
    if (!files?.length || event.clipboardData?.types.includes("text/plain")) return;
    event.preventDefault();
    addFiles(files);
  }

  return (
    <form class="composer" onSubmit={(event) => (event.preventDefault(), send())}>
      {picks.value && <Emoji onPick={insert} onClose={() => (picks.value = false)} />}
      {(uploads.value.length > 0 || tooManyFiles.value) && <Tray />}
      <p class="hint" id="hint" data-bad={isBeyond}>{note}</p>
      <div class="line">
        {config.value?.uploads !== null && <AttachButton />}
        {!isTouch.matches && (
          <button type="button" class="round" aria-label={t.value("emoji")} title={t.value("emoji")} aria-expanded={picks.value} onClick={() => (picks.value = !picks.value)}>
            <Icon name="smile" />
          </button>
        )}
        <textarea ref={field} rows={1} value={draft.value} aria-label={t.value("message")} placeholder={worded(config.value?.texts?.placeholder) || t.value("placeholder")} dir="auto"
          aria-describedby="hint" aria-invalid={isBeyond} enterkeyhint={isTouch.matches ? "enter" : "send"}
          onInput={(event) => input(event.currentTarget.value)} onKeyDown={key} onPaste={paste} onBlur={stopTyping} />
        <button type="submit" class="round send" aria-label={t.value("send")} title={t.value("send")} aria-disabled={isBeyond || isUploading(uploads.value)}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${Math.min(mostPx, field.scrollHeight + 2)}px`;
}
