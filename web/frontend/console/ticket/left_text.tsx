/** A text whose ticket has gone while it was written. */
import { useEffect, useRef } from "preact/hooks";
import { CopyField } from "../parts/copy_field";
import "../settings/look";

export default function LeftText({ label, ...field }: { label: string; text: string; isLong: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  // who is still typing must not give commands
  useEffect(() => {
    const timer = setTimeout(() => place.current?.querySelector("textarea")?.focus());
    return () => clearTimeout(timer);
  }, []);
  return (
    <div ref={place} class="left-text">
      <p class="muted small-text">{label}</p>
      <CopyField label={label} {...field} />
    </div>
  );
}
