/** A modal dialog on the browser's own element: focus stays inside, Escape closes. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { takeLostFocus } from "../lost_focus";
import { t } from "../text";
import { mayLeave, useEntered } from "../unsaved";
import { Icon } from "./icon";
import { DialogToasts } from "./toasts";

/** Where a dialog says so, what is answered first; else what is typed into. */
const ANSWERED_FIRST = "[data-first] :is(input, select, textarea):not(:disabled)";
const FIRST_FIELD = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [readonly], :disabled), textarea:not(:disabled)";

interface Props {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  className?: string;
  /** What is entered here is kept elsewhere, or soon entered again: nobody is asked before it closes. */
  isQuick?: boolean;
}

export function Dialog({ title, onClose, children, className = "", isQuick = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isGone = useRef(false);
  const isUnsaved = useEntered(dialog, isQuick ? "form.none" : "form");
  const close = (): void => dialog.current?.close();
  const mayClose = (): boolean => mayLeave(close, isUnsaved);
  const keep = (event: Event): void => {
    if (event.target === dialog.current && !mayClose()) event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // a browser asks a page only once whether Escape may close
    if (event.key === "Escape" && !event.defaultPrevented && !mayClose()) event.preventDefault();
  };
  // at once: were it after the paint, it could take the focus from a field that the content has chosen meanwhile
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    // who came by keyboard goes on typing; a finger would only call up the keyboard of its screen
    if (!matchMedia("(pointer: coarse)").matches) (element.querySelector<HTMLElement>(ANSWERED_FIRST) ?? element.querySelector<HTMLElement>(FIRST_FIELD))?.focus();
    return () => {
      isGone.current = true;
      setTimeout(takeLostFocus);
      element.close(); // what had the focus before has it again: taken off the page, an open dialog would leave it nowhere
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${className}`}
      aria-label={title}
      onClose={() => !isGone.current && onClose()}
      onCancel={keep}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === dialog.current && mayClose() && close()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="icon-button" aria-label={t("action.close")} onClick={() => mayClose() && close()}>
            <Icon name="x" />
          </button>
        </header>
        {children}
      </div>
      <DialogToasts />
    </dialog>
  );
}
