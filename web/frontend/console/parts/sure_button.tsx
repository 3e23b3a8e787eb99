/** A button whose act cannot be taken back: the first press asks, the second one does it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { t } from "../text";

interface Props { onSure: () => void; className: string; label?: string; title?: string; disabled?: boolean; children: ComponentChildren }

export function SureButton({ onSure, className, label, title, disabled = false, children }: Props) {
  const [isAsked, setAsked] = useState(false);
  const press = (): void => {
    setAsked(!isAsked);
    if (isAsked) onSure();
  };
  return (
    <button type="button" class={isAsked ? `${className} is-asked` : className} aria-label={isAsked ? undefined : label} title={title} disabled={disabled} onClick={press} onBlur={() => setAsked(false)}>
      {isAsked ? t("action.once_more") : children}
    </button>
  );
}
