/** Toasts in a polite live region. */
import { t } from "../text";
import { dismiss, toasts } from "../toasts";
import { Icon } from "./icon";

export function Toasts() {
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
