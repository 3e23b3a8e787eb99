/** Where replies and notes are written. */
import { useEffect, useRef, useState } from "preact/hooks";
import { editorOf, save, write } from "../drafts";
import { lazyPart } from "../lazy_part";
import { soonPart } from "../soon_part";
import { RecipientFields } from "../mail/recipient_fields";
import { Icon } from "../parts/icon";
import { memo } from "../parts/memo";
import { preferences } from "../session";
import { isEmpty } from "../store/draft";
import type { TicketView } from "../store/state";
import type { Row } from "../store/types";
import { goesToTelegram } from "../telegram/extras";
import { t } from "../text";
import { Conflict } from "./conflict";
import { DraftFiles } from "./draft_files";
import { Guards } from "./guards";
import { onComposerKey } from "./keys";
import { Markdown } from "./markdown_later";
import { focusAsked, mode } from "./mode";
import { submit, type Sending } from "./submit";
import { Tabs } from "./tabs";
import { Toolbar } from "./toolbar";
import { isTyping, stoppedTyping } from "./typing";
import { addFiles } from "./uploads";

const MAX_CHARS = 10_000;
const SendMenu = soonPart((soon) => soon.SendMenu, "writing");
const Helpers = soonPart((soon) => soon.Helpers, "writing");
const Hindered = lazyPart<{ row: Row; view: TicketView }>(() => import("./hindered"), "writing", "telegram");
const Carried = lazyPart<{ view: TicketView; intoId: number; saved: TicketView["drafts"] }>(() => import("../merging/carried"), "merging");
const OnTelegram = lazyPart<{ view: TicketView; text: string }>(() => import("../telegram/compose"), "telegram");
const TelegramPreview = lazyPart<{ view: TicketView; text: string }>(() => import("../telegram/preview"), "telegram");

export const Composer = memo(function Composer({ row, view }: { row: Row; view: TicketView }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const [isPreview, setPreview] = useState(false);
  const [isDrop, setDrop] = useState(false);
  const now = mode.value;
  const editor = editorOf(view.id, now);
  const length = editor.text.length;
  const intoId = row.merged_into_id;
  const saved = useRef(view.drafts);
  if (intoId == null) saved.current = view.drafts;
  const isTelegram = intoId == null && now === "reply" && goesToTelegram(view);
  const send = (how: Sending = {}): void => {
    if (length <= MAX_CHARS && submit(view, now, how)) setPreview(false);
  };
  useFocus(area);
  useGrow(area, editor.text, isPreview);
  useEffect(() => () => (stoppedTyping(), void save(view.id, "reply"), void save(view.id, "note")), [view.id]);
  const take = (event: DragEvent | ClipboardEvent, files: FileList | undefined | null): void => {
    setDrop(false);
    if (!files?.length) return;
    event.preventDefault();
    addFiles(view.id, now, files);
  };
  return (
    <section
      class={`composer composer-${now} ${isDrop ? "is-drop" : ""}`}
      aria-label={t("composer.label")}
      onDragOver={(event) => event.dataTransfer?.types.includes("Files") && (event.preventDefault(), setDrop(true))}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setDrop(false)}
      onDrop={(event) => take(event, event.dataTransfer?.files)}
      onPaste={(event) => take(event, event.clipboardData?.files)}
    >
      {intoId != null ? <Carried view={view} intoId={intoId} saved={saved.current} /> : <Guards row={row} view={view} isWriting={now === "reply" && !isEmpty(editor)} />}
      {now === "reply" && intoId == null && <Hindered row={row} view={view} />}
      <Tabs />
      {editor.other && <Conflict ticketId={view.id} mode={now} editor={editor} />}
      {now === "reply" && intoId == null && <RecipientFields view={view} />}
      {isTelegram && <OnTelegram view={view} text={editor.text} />}
      {!isPreview && intoId == null && <Helpers area={area} view={view} row={row} mode={now} text={editor.text} />}
      <div class="composer-box">
        {isPreview ? (
          <div class="composer-preview" tabIndex={0} aria-label={t("composer.preview")}>{editor.text.trim() ? isTelegram ? <TelegramPreview view={view} text={editor.text} instead={<Markdown text={editor.text} />} /> : <Markdown text={editor.text} /> : <p class="muted">{t("composer.nothing")}</p>}</div>
        ) : (
          <textarea
            ref={area}
            id="composer"
            class="composer-text"
            dir="auto"
            readOnly={intoId != null}
            rows={3}
            aria-label={t(`composer.${now}`)}
            placeholder={t(`composer.${now}_hint`, { name: row.customer.name || t("author.customer") })}
            value={editor.text}
            onInput={(event) => (write(view.id, now, { text: event.currentTarget.value }), isTyping(view.id, now))}
            onBlur={() => (stoppedTyping(), void save(view.id, now))}
            onKeyDown={(event) => intoId == null && onComposerKey(event, { ticketId: view.id, send: (resolve) => send({ resolve }) })}
          />
        )}
        <DraftFiles ticketId={view.id} mode={now} editor={editor} />
      </div>
      {intoId == null && (
        <footer class="composer-foot">
          <Toolbar area={area} isPreview={isPreview} onPreview={() => setPreview(!isPreview)} onFiles={(files) => addFiles(view.id, now, files)} />
          {length > MAX_CHARS * 0.9 && <span class={length > MAX_CHARS ? "danger" : "muted"} role="status">{t("composer.length", { length, max: MAX_CHARS })}</span>}
          <span class="composer-hint muted hide-narrow">{preferences.value.send_on_enter ? "Enter" : "Ctrl ↵"}</span>
          {now === "reply" && (
            <button type="button" class="button" disabled={isEmpty(editor)} onClick={() => send({ resolve: true })} aria-label={t("composer.send_resolve")} title={`${t("composer.send_resolve")} (Ctrl+Shift+Enter)`}>
              <Icon name="circle_check" size={16} /> <span class="long-label">{t("composer.send_resolve")}</span>
            </button>
          )}
          <button type="button" class="button primary" disabled={isEmpty(editor) || length > MAX_CHARS || editor.other !== null} onClick={() => send()} title="Ctrl+Enter">
            <Icon name={now === "reply" ? "send" : "lock"} size={16} /> {t(now === "reply" ? "composer.send" : "composer.add_note")}
          </button>
          {now === "reply" && <SendMenu disabled={isEmpty(editor) || length > MAX_CHARS || editor.other !== null} send={send} />}
        </footer>
      )}
    </section>
  );
});

/** Focus when a key or button asks for it, not when a ticket merely opens. */
function useFocus(area: { current: HTMLTextAreaElement | null }): void {
  const seen = useRef(focusAsked.value);
  useEffect(() => {
    if (seen.current === focusAsked.value) return;
    seen.current = focusAsked.value;
    area.current?.focus();
  }, [focusAsked.value]);
}

const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

/** The box grows with its text up to a third of the page, also where style sheets cannot say so. */
function useGrow(area: { current: HTMLTextAreaElement | null }, text: string, isPreview: boolean): void {
  useEffect(() => {
    const element = area.current;
    if (!element || GROWS_BY_ITSELF) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, innerHeight / 3)}px`;
  }, [text, isPreview]);
}
