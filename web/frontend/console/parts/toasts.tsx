/** Toasts in a polite live region: on the page, or within the uppermost dialog, since all behind a dialog is dim and out of reach. */
import { signal } from "@preact/signals";
import { useLayoutEffect, useState } from "preact/hooks";
import { t } from "../text";
import { dismiss, toasts } from "../toasts";
import { Icon } from "./icon";

const openDialogs = signal(0);

export function DialogToasts() {
  const [level, setLevel] = useState(0);
  useLayoutEffect(() => {
    setLevel(++openDialogs.value);
    return () => void openDialogs.value--;
  }, []);
  return level > 0 && <Toasts level={level} />;
}

export function Toasts({ level = 0 }: { level?: number }) {
  if (level !== openDialogs.value) return null;
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, text, kind, action }) => (
        <div key={id} class={`toast toast-${kind}`}>
          <span class="toast-text">{text}</span>
          {action && (
            <button type="button" class="toast-action" onClick={() => (action.run(), dismiss(id))}>
              {action.label}
            </button>
          )}
          <button type="button" class="icon-button" aria-label={t("action.close")} onClick={() => dismiss(id)}>
            <Icon name="x" size={16} />
          </button>
        </div>
      ))}
    </div>
  );
}
