/** Writing a mail that begins with us: from which mailbox, to whom, about what; or passing one on. */
import { Fragment } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { FilesToGo } from "../composer/draft_files";
import Markdown from "../composer/markdown_view";
import { Toolbar } from "../composer/toolbar";
import { upLoad, uploadsTo, withFile } from "../composer/uploads";
import { lazyPart } from "../lazy_part";
import { Chips } from "../mail/chips";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { lackOf, MAX_CHARS, type Lack } from "../store/letter";
import css from "../styles/letter.css" with { type: "text" };
import { t } from "../text";
import { toast } from "../toasts";
import { wear } from "../wear";
import { addressesTaken } from "./addresses_taken";
import { From } from "./from";
import { Lacking } from "./lacking";
import { letterKey, letterOf, write } from "./letter";
import { occasion, type Occasion } from "./open";
import { post, throwAway } from "./post";
import { Refused } from "./refused";

wear(css);

const First = lazyPart<{ about: Occasion & { kind: "first" } }>(() => import("./first"), "writing", "telegram");
const LaterMenu = lazyPart<{ onChoose: (at: Date) => void }>(() => import("../writing/later_menu"), "writing");
const FIELDS = ["to", "cc", "bcc"] as const;

export default function LetterDialog() {
  const now = occasion.value;
  if (now?.kind === "first") return <First key={letterKey(now)} about={now} />;
  return now && <LetterForm key={letterKey(now)} about={now} />;
}

function LetterForm({ about }: { about: Exclude<Occasion, { kind: "first" }> }) {
  const form = useRef<HTMLFormElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const [isPreview, setPreview] = useState(false);
  const [lack, setLack] = useState<Lack | null>(null);
  const key = letterKey(about);
  const letter = letterOf(about);
  const running = uploadsTo(`letter.${key}`);
  useEffect(() => form.current?.querySelector<HTMLInputElement>("#letter-to")?.focus(), []);
  const close = (): void => {
    if (occasion.value && letterKey(occasion.value) === key) occasion.value = null;
  };
  const submit = async (at?: Date): Promise<void> => {
    await addressesTaken(form.current!);
    const missing = lackOf(letterOf(about), about.kind);
    setLack(missing);
    if (missing) return form.current?.querySelector<HTMLElement>(`#letter-${missing === "length" ? "text" : missing}`)?.focus();
    if (form.current?.querySelector("[aria-invalid=true]")) return form.current.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    if (running.length > 0) return void toast(t("composer.uploads_run"));
    close();
    post(about, at);
  };
  const take = (event: DragEvent | ClipboardEvent, files: FileList | undefined | null): void => {
    if (!files?.length) return;
    event.preventDefault();
    addFiles(files);
  };
  const addFiles = (files: Iterable<File>): void => upLoad(`letter.${key}`, files, (file) => write(about, { attachments: withFile(letterOf(about).attachments, file) }));
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.code !== "Enter" && event.code !== "NumpadEnter") || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    void submit();
  };
  return (
    <Dialog title={t(about.kind === "mail" ? "letter.new" : "letter.forward")} onClose={close} className="letter" isQuick>
      {about.kind === "mail" && !about.refused && <Refused of={about} />}
      <form ref={form} class="letter-form" onSubmit={(event) => (event.preventDefault(), void submit())} onKeyDown={onKeyDown} onDragOver={(event) => event.preventDefault()} onDrop={(event) => take(event, event.dataTransfer?.files)} onPaste={(event) => take(event, event.clipboardData?.files)}>
        {about.kind === "mail" && <From channelId={letter.channelId} onChoose={(channelId) => write(about, { channelId })} />}
        {FIELDS.map((field) => (
          <Fragment key={field}>
            <Chips id={`letter-${field}`} label={t(`mail.${field}`)} people={letter[field]} onChange={(people) => write(about, { [field]: people })} />
            {field === "to" && lack === "to" && <Lacking text={t("letter.no_recipient")} />}
          </Fragment>
        ))}
        <div class="recipient-row">
          <label for="letter-subject">{t("mail.subject")}</label>
          <input id="letter-subject" class="recipient-subject" dir="auto" maxLength={300} value={letter.subject} aria-invalid={lack === "subject"} onInput={(event) => (setLack(null), write(about, { subject: event.currentTarget.value }))} />
        </div>
        {lack === "subject" && <Lacking text={t("letter.no_subject")} />}
        <div class="composer-box">
          {isPreview ? (
            <div class="composer-preview" tabIndex={0} aria-label={t("composer.preview")}>{letter.text.trim() ? <Markdown text={letter.text} /> : <p class="muted">{t("composer.nothing")}</p>}</div>
          ) : (
            <textarea ref={area} id="letter-text" class="composer-text" dir="auto" rows={about.kind === "mail" ? 8 : 4} aria-label={t("letter.text")} placeholder={t(about.kind === "mail" ? "letter.text" : "letter.text_optional")} value={letter.text} aria-invalid={lack === "text" || lack === "length"} onInput={(event) => (setLack(null), write(about, { text: event.currentTarget.value }))} />
          )}
          <FilesToGo files={letter.attachments} running={running} onChange={(attachments) => write(about, { attachments })} />
        </div>
        {lack === "text" && <Lacking text={t("letter.no_text")} />}
        {letter.text.length > MAX_CHARS * 0.9 && <p class={letter.text.length > MAX_CHARS ? "danger small-text" : "muted small-text"} role="status">{t("composer.length", { length: letter.text.length, max: MAX_CHARS })}</p>}
        {about.kind === "forward" && <Enclosed about={about} />}
        <footer class="composer-foot">
          <Toolbar of="letter" area={area} isPreview={isPreview} onPreview={() => setPreview(!isPreview)} onFiles={addFiles} />
          <button type="button" class="button danger-button" onClick={() => (throwAway(about), close())}>{t("action.discard")}</button>
          <button type="submit" class="button primary" title="Ctrl+Enter"><Icon name="send" size={16} /> {t("composer.send")}</button>
          {about.kind === "mail" && <LaterMenu onChoose={(at) => void submit(at)} />}
        </footer>
      </form>
    </Dialog>
  );
}

function Enclosed({ about }: { about: Occasion & { kind: "forward" } }) {
  const { author, attachments } = about.message;
  return (
    <p class="muted small-text">
      <Icon name="forward" size={14} /> {t("letter.enclosed", { name: author.name || t(`author.${author.kind}`) })}
      {attachments.length > 0 && ` ${t("letter.enclosed_files", { count: attachments.length })}`}
    </p>
  );
}
