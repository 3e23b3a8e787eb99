/** A text to take along, with a button that copies it. */
import { useRef, useState } from "preact/hooks";
import { t } from "../text";
import { Icon } from "./icon";

export function CopyField({ label, text, isLong = false }: { label: string; text: string; isLong?: boolean }) {
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      document.execCommand("copy"); // plain http has no clipboard
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  const attributes = { readOnly: true, value: text, "aria-label": label, spellcheck: false, onFocus: () => field.current?.select() };
  return (
    <div class="copy-field">
      {isLong ? <textarea ref={field} class="input mono" rows={3} {...attributes} /> : <input ref={field} class="input mono" {...attributes} />}
      <button type="button" class="button" onClick={() => void copy()}>
        <Icon name={isCopied ? "check" : "copy"} size={16} /> <span role="status">{t(isCopied ? "action.copied" : "action.copy")}</span>
      </button>
    </div>
  );
}
