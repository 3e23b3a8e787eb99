/** Five steps on the real screens: a dialog that tells, and a light on what it tells about. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { closed } from "../commands";
import css from "../styles/tour.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { placeOf, STEPS } from "./steps";
import { noteToured } from "./toured";

wear(css);

const LOOKS_EVERY_MS = 150;

export default function Tour() {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [at, setAt] = useState(0);
  const step = STEPS[at]!;
  const light = useLight(at);
  const isLast = at === STEPS.length - 1;
  useEffect(() => {
    dialog.current?.showModal();
    noteToured();
  }, []);
  // what is new is read out, wherever the focus was
  useEffect(() => heading.current?.focus(), [at]);
  const end = (): void => dialog.current?.close();
  const next = (): void => (isLast ? end() : setAt(at + 1));
  const back = (): void => setAt(Math.max(0, at - 1));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.code === "ArrowRight" || (event.code === "Enter" && event.target === heading.current)) next();
    else if (event.code === "ArrowLeft") back();
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} class={`tour ${light && light.top > innerHeight / 2 ? "is-high" : ""}`} aria-labelledby="tour-title" onClose={() => closed("tour")} onKeyDown={onKeyDown}>
      {light && <span class="tour-light" aria-hidden="true" style={{ left: `${light.left}px`, top: `${light.top}px`, width: `${light.width}px`, height: `${light.height}px` }} />}
      <div class="tour-card">
        <p class="muted small-text">{t("tour.step", { at: at + 1, count: STEPS.length })}</p>
        <h2 ref={heading} id="tour-title" tabIndex={-1}>{t(step.title)}</h2>
        <p>{t(step.text)}</p>
        {!light && <p class="muted">{t("tour.no_ticket")}</p>}
        <div class="tour-foot">
          {!isLast && <button type="button" class="link-button" onClick={end}>{t("tour.skip")}</button>}
          {at > 0 && <button type="button" class="button" onClick={back}>{t("tour.back")}</button>}
          <button type="button" class="button primary" onClick={next}>{t(isLast ? "tour.done" : "tour.next")}</button>
        </div>
      </div>
    </dialog>
  );
}

/** Follows what a step shows: a ticket takes a moment to open, and windows change. */
function useLight(at: number): DOMRect | null {
  const [light, setLight] = useState<DOMRect | null>(null);
  useLayoutEffect(() => {
    const step = STEPS[at]!;
    step.prepare();
    const look = (): void => setLight((before) => (isSame(before, placeOf(step)) ? before : placeOf(step)));
    look();
    const timer = setInterval(look, LOOKS_EVERY_MS);
    return () => clearInterval(timer);
  }, [at]);
  return light;
}

function isSame(one: DOMRect | null, other: DOMRect | null): boolean {
  return one === other || (one !== null && other !== null && one.left === other.left && one.top === other.top && one.width === other.width && one.height === other.height);
}
