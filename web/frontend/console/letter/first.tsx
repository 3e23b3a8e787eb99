/** A new ticket for a customer: on any channel that reaches them, and why not on the others. */
import { useEffect, useRef, useState } from "preact/hooks";
import { FilesToGo } from "../composer/draft_files";
import Markdown from "../composer/markdown_view";
import { Toolbar } from "../composer/toolbar";
import { upLoad, uploadsTo, withFile } from "../composer/uploads";
import { lazyPart } from "../lazy_part";
import { Chips } from "../mail/chips";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { useData } from "../settings/data";
import { lackOf, MAX_CHARS, type Lack } from "../store/letter";
import type { Attachment } from "../store/types";
import { t } from "../text";
import { toast } from "../toasts";
import { addressesTaken } from "./addresses_taken";
import { From } from "./from";
import { letterKey, letterOf, write } from "./letter";
import { occasion, type Occasion } from "./open";
import { postFirst, throwAway } from "./post";
import { Refused } from "./refused";
import { Lacking } from "./lacking";
import { usualWay, wayKey, Ways, type Way } from "./ways";

type First = Occasion & { kind: "first" };
type Area = { current: HTMLTextAreaElement | null };

const COPIES = ["cc", "bcc"] as const;
const LaterMenu = lazyPart<{ onChoose: (at: Date) => void }>(() => import("../writing/later_menu"), "writing");
const Helpers = lazyPart<{ area: HTMLTextAreaElement; customerId: number; onFiles: (files: readonly Attachment[]) => void }>(() => import("../writing/first_helpers"), "writing");

export default function FirstDialog({ about }: { about: First }) {
  const { value: ways, error, reload } = useData<readonly Way[]>(`/api/customers/${about.customer.id}/ways`);
  const close = (): void => {
    if (occasion.value && letterKey(occasion.value) === letterKey(about)) occasion.value = null;
  };
  return (
    <Dialog title={t("first.title", { name: about.customer.name || t("customer.nameless") })} onClose={close} className="letter" isQuick>
      {!about.refused && <Refused of={about} />}
      {ways ? <FirstForm about={about} ways={ways} close={close} /> : error ? <Failed error={error} retry={reload} /> : <Skeleton rows={4} kind="line" />}
    </Dialog>
  );
}

function FirstForm({ about, ways, close }: { about: First; ways: readonly Way[]; close: () => void }) {
  const form = useRef<HTMLFormElement>(null);
  const area: Area = useRef<HTMLTextAreaElement>(null);
  const [isPreview, setPreview] = useState(false);
  const [isThere, setThere] = useState(false);
  const [lack, setLack] = useState<Lack | null>(null);
  const draft = `letter.${letterKey(about)}`;
  const letter = letterOf(about);
  const running = uploadsTo(draft);
  const way = ways.find((one) => wayKey(one) === letter.way && one.hindrance === null) ?? usualWay(ways);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input[type=radio]:checked")?.focus();
    setThere(true); // what completes needs the box itself
  }, []);
  const attach = (files: readonly Attachment[]): void => write(about, { attachments: [...letterOf(about).attachments, ...files] });
  const addFiles = (files: Iterable<File>): void => upLoad(draft, files, (file) => write(about, { attachments: withFile(letterOf(about).attachments, file) }));
  const take = (event: DragEvent | ClipboardEvent, files: FileList | undefined | null): void => {
    if (!files?.length) return;
    event.preventDefault();
    addFiles(files);
  };
  const submit = async (at?: Date): Promise<void> => {
    await addressesTaken(form.current!);
    if (!way) return;
    const missing = lackOf(letterOf(about), way.kind === "email" ? "first mail" : "first");
    setLack(missing);
    if (missing) return form.current?.querySelector<HTMLElement>(`#first-${missing === "length" ? "text" : missing}`)?.focus();
    if (form.current?.querySelector("[aria-invalid=true]")) return form.current.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
    if (running.length > 0) return void toast(t("composer.uploads_run"));
    close();
    postFirst(about, way, at);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.code !== "Enter" && event.code !== "NumpadEnter") || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    void submit();
  };
  const isMail = way?.kind === "email";
  return (
    <form ref={form} class="letter-form" onSubmit={(event) => (event.preventDefault(), void submit())} onKeyDown={onKeyDown} onDragOver={(event) => event.preventDefault()} onDrop={(event) => take(event, event.dataTransfer?.files)} onPaste={(event) => take(event, event.clipboardData?.files)}>
      <Ways ways={ways} chosen={way} onChoose={(one) => (setLack(null), write(about, { way: wayKey(one) }))} onLeave={close} />
      {way ? (
        <>
          {isMail && <From channelId={letter.channelId} onChoose={(channelId) => write(about, { channelId })} />}
          {isMail && COPIES.map((field) => <Chips key={field} id={`first-${field}`} label={t(`mail.${field}`)} people={letter[field]} onChange={(people) => write(about, { [field]: people })} />)}
          <div class="recipient-row">
            <label for="first-subject">{t("mail.subject")}</label>
            <input id="first-subject" class="recipient-subject" dir="auto" maxLength={300} placeholder={isMail ? "" : t("first.subject_hint")} value={letter.subject} aria-invalid={lack === "subject"} onInput={(event) => (setLack(null), write(about, { subject: event.currentTarget.value }))} />
          </div>
          {lack === "subject" && <Lacking text={t("letter.no_subject")} />}
          {isThere && area.current && !isPreview && <Helpers area={area.current} customerId={about.customer.id} onFiles={attach} />}
          <div class="composer-box">
            {isPreview ? (
              <div class="composer-preview" tabIndex={0} aria-label={t("composer.preview")}>{letter.text.trim() ? <Markdown text={letter.text} /> : <p class="muted">{t("composer.nothing")}</p>}</div>
            ) : (
              <textarea ref={area} id="first-text" class="composer-text" dir="auto" rows={6} aria-label={t("first.text")} placeholder={t("first.text_hint")} value={letter.text} aria-invalid={lack === "text" || lack === "length"} onInput={(event) => (setLack(null), write(about, { text: event.currentTarget.value }))} />
            )}
            <FilesToGo files={letter.attachments} running={running} onChange={(attachments) => write(about, { attachments })} />
          </div>
          {lack === "text" && <Lacking text={t("letter.no_text")} />}
          {letter.text.length > MAX_CHARS * 0.9 && <p class={letter.text.length > MAX_CHARS ? "danger small-text" : "muted small-text"} role="status">{t("composer.length", { length: letter.text.length, max: MAX_CHARS })}</p>}
          <footer class="composer-foot">
            <Toolbar of="first" area={area} isPreview={isPreview} onPreview={() => setPreview(!isPreview)} onFiles={addFiles} />
            <button type="button" class="button danger-button" onClick={() => (throwAway(about), close())}>{t("action.discard")}</button>
            <button type="submit" class="button primary" title="Ctrl+Enter"><Icon name="send" size={16} /> {t("composer.send")}</button>
            <LaterMenu onChoose={(at) => void submit(at)} />
          </footer>
        </>
      ) : (
        <p class="muted">{t("first.nowhere")}</p>
      )}
    </form>
  );
}
