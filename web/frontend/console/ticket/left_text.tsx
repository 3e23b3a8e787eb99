/** A text whose ticket has gone while it was written. */
import { CopyField } from "../parts/copy_field";
import "../settings/look";

export default function LeftText({ label, ...field }: { label: string; text: string; isLong: boolean }) {
  return (
    <div class="left-text">
      <p class="muted small-text">{label}</p>
      <CopyField label={label} {...field} />
    </div>
  );
}
