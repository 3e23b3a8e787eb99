/** A file of a message: a picture to open, anything else to save. */

import { useSignal } from "@preact/signals";
import { fileSize } from "../../shared/format";
import type { Attachment } from "../state/protocol";
import { saveFile } from "../store/files";
import { locale, t } from "../words/words";
import { Icon } from "./Icon";
import { Picture } from "./Picture";

export function FileView({ file }: { file: Attachment }) {
  const hasFailed = useSignal(false);
  if (file.image) return <Picture file={file} />;

  function save() {
    hasFailed.value = false;
    saveFile(file).catch(() => (hasFailed.value = true));
  }

  return (
    <button type="button" class="file" onClick={save} aria-label={t.value("download", { name: file.filename })}>
      <Icon name="file" />
      <span class="file-name">{file.filename}</span>
      <span class="file-size" role="status">{hasFailed.value ? t.value("no_file") : fileSize(file.size, locale.value)}</span>
    </button>
  );
}
