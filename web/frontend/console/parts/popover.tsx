/** A small panel under a button: closes on Escape, on a click elsewhere, and gives focus back. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";

interface Props {
  label: string;
  button: ComponentChildren;
  buttonClass?: string;
  align?: "start" | "end";
  side?: "below" | "above";
  children: (close: () => void) => ComponentChildren;
}

export function Popover({ label, button, buttonClass = "button", align = "start", side = "below", children }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !isOpen) return;
    event.stopPropagation();
    close();
  };
  return (
    <div class="popover-root" ref={root} onKeyDown={onKeyDown}>
      <button ref={opener} type="button" class={buttonClass} title={label} aria-label={label} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {button}
      </button>
      {isOpen && (
        <div class={`popover popover-${align} popover-${side}`} role="group" aria-label={label}>
          {children(close)}
        </div>
      )}
    </div>
  );
}
