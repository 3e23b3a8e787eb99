/** A file that is not here: being fetched, too large for the way it came, or gone. */
import { Icon } from "../parts/icon";
import type { Attachment } from "../store/types";
import { known, size } from "../text";

export default function Absent({ file }: { file: Attachment }) {
  const why = known("media.state_", file.state) ?? file.state;
  return (
    <span class={`file is-absent file-${file.state}`}>
      <Icon name={file.state === "retrying" ? "clock" : "alert"} size={18} />
      <span class="file-name">{named(file)}</span>
      {file.size > 0 && <span class="file-size">{size(file.size)}</span>}
      <span class="file-why">{why}</span>
    </span>
  );
}

/** What Telegram gives no name is called after its kind. */
export function named({ kind, filename }: Pick<Attachment, "kind" | "filename">): string {
  return (kind && kind !== "document" && kind !== "audio" && known("media.kind_", kind)) || filename;
}
