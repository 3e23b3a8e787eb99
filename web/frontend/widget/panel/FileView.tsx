/** A file of a message: a picture to open, anything else to save. */

import { useSignal } from "@preact/signals";
import { fileSize } from "../../shared/format";
import type { Attachment } from "../state/protocol";
import { announce } from "../store/announcer";
import { saveFile } from "../store/files";
import { locale, t } from "../words/words";
import { Icon } from "./Icon";
import { Picture } from "./Picture";

export function FileView({ file }: { file: Attachment }) {
  const hasFailed = useSignal(false);
  if (file.image) return <Picture file={file} />;

  function save() {
    hasFailed.value = false;
    saveFile(file).catch(() => {
      hasFailed.value = true;
      announce(t.value("no_file"));
    });
  }

  return (
    <button type="button" class="file" onClick={save}>
      <Icon name="file" />
      <span class="unseen">{t.value("save")}</span>
      <span class="file-name">{file.filename}</span>
      <span class="file-size">{hasFailed.value ? t.value("no_file") : fileSize(file.size, locale.value)}</span>
    </button>
  );
}
