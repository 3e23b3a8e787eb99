/** A modal dialog on the browser's own element: focus stays inside, Escape closes. */
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { t } from "../text";
import { Icon } from "./icon";

const FIRST_FIELD = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file], [readonly], :disabled), textarea:not(:disabled)";

export function Dialog({ title, onClose, children, className = "" }: { title: string; onClose: () => void; children: ComponentChildren; className?: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // at once: were it after the paint, it could take the focus from a field that the content has chosen meanwhile
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element || element.open) return;
    element.showModal();
    // who came by keyboard goes on typing; a finger would only call up the keyboard of its screen
    if (!matchMedia("(pointer: coarse)").matches) element.querySelector<HTMLElement>(FIRST_FIELD)?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog ${className}`}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="icon-button" aria-label={t("action.close")} onClick={() => dialog.current?.close()}>
            <Icon name="x" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
