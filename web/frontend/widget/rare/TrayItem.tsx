/** One file on its way. */

import { fileSize } from "../../shared/format";
import { config } from "../store/settings";
import { locale } from "../words/words";
import { say } from "./texts";
import { removeUpload, retryUpload, type Upload } from "../store/uploads";
import { Icon } from "../panel/Icon";

export function TrayItem({ upload }: { upload: Upload }) {
  const { key, file, fault, attachment, part } = upload;
  const name = file.name;
  const isGoing = !fault && !attachment;
  return (
    <li class="tray-item" data-fault={fault}>
      <span class="file-name">{name}</span>
      {fault && <span class="bad" role="alert">{faultText(upload)}</span>}
      {isGoing && <progress value={part} aria-label={say.value("uploading", { name })} />}
      {attachment && <span class="file-size">{fileSize(file.size, locale.value)}</span>}
      {(fault === "lost" || fault === "too_many") && (
        <button type="button" class="link" aria-label={say.value("retry_file", { name })} onClick={() => retryUpload(key)}>{say.value("again")}</button>
      )}
      <button type="button" class="round small" aria-label={say.value(isGoing ? "cancel_file" : "remove_file", { name })} onClick={() => removeUpload(key)}>
        <Icon name="close" />
      </button>
    </li>
  );
}

function faultText({ fault }: Upload): string {
  if (fault === "too_large") return say.value("file_too_large", { size: fileSize(config.value?.max_upload_bytes ?? 0, locale.value) });
  return fault ? say.value(`file_${fault}`) : "";
}
