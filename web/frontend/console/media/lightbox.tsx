/** Pictures in large: arrows go on, Escape closes, a click or Enter shows the real size. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { focusAgain } from "../parts/focus";
import { Icon, type IconName } from "../parts/icon";
import type { Attachment } from "../store/types";
import css from "../styles/media.css" with { type: "text" };
import { size, t } from "../text";
import { wear } from "../wear";
import { lightbox, type Shown } from "./lightbox_open";

wear(css);

export default function Lightbox() {
  return lightbox.value && <Pictures {...lightbox.value} />;
}

function Pictures({ pictures, at }: Shown) {
  const dialog = useRef<HTMLDialogElement>(null);
  const opener = useRef(document.activeElement);
  const picture = pictures[at]!;
  const [isLarge, setLarge] = useState(false);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>(".lightbox-picture")?.focus();
  }, []);
  useEffect(() => setLarge(false), [at]);
  const goTo = (to: number): void => {
    if (to >= 0 && to < pictures.length) lightbox.value = { pictures, at: to };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: pictures.length - 1 };
    const to = moves[event.code];
    if (to === undefined || (isLarge && event.code.startsWith("Arrow") && pictures.length === 1)) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <dialog ref={dialog} class="lightbox" aria-label={t("media.pictures")} onClose={() => ((lightbox.value = null), focusAgain(opener.current))} onKeyDown={onKeyDown}>
      <header class="lightbox-head">
        <span class="file-name" dir="auto">{picture.filename}</span>
        {pictures.length > 1 && <span class="lightbox-count" role="status">{t("media.of", { at: at + 1, total: pictures.length })}</span>}
        <a class="icon-button" href={picture.url} download={picture.filename} aria-label={t("media.save", { name: picture.filename, size: size(picture.size) })} title={t("media.save", { name: picture.filename, size: size(picture.size) })}>
          <Icon name="down" />
        </a>
        <button type="button" class="icon-button" aria-label={t("action.close")} title={t("action.close")} onClick={() => dialog.current?.close()}>
          <Icon name="x" />
        </button>
      </header>
      <div class={`lightbox-stage ${isLarge ? "is-large" : ""}`} onClick={(event) => event.target === event.currentTarget && dialog.current?.close()}>
        <button type="button" class="lightbox-picture" aria-pressed={isLarge} aria-label={`${picture.filename}: ${t("media.real_size")}`} onClick={() => setLarge(!isLarge)}>
          <Large key={picture.id} picture={picture} />
        </button>
      </div>
      {pictures.length > 1 && (
        <>
          <Step icon="chevron_left" label={t("media.previous")} side="start" isOff={at === 0} onClick={() => goTo(at - 1)} />
          <Step icon="chevron_right" label={t("media.next")} side="end" isOff={at === pictures.length - 1} onClick={() => goTo(at + 1)} />
        </>
      )}
    </dialog>
  );
}

function Large({ picture }: { picture: Attachment }) {
  return <img src={picture.preview_url ?? picture.url} alt="" width={picture.width ?? undefined} height={picture.height ?? undefined} decoding="async" />;
}

function Step({ icon, label, side, isOff, onClick }: { icon: IconName; label: string; side: "start" | "end"; isOff: boolean; onClick: () => void }) {
  return (
    <button type="button" class={`icon-button lightbox-step lightbox-${side}`} aria-label={label} title={label} aria-disabled={isOff} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
