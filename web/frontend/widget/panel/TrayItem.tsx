/** One file on its way. */

import { fileSize } from "../../shared/format";
import { config } from "../store/settings";
import { locale, t } from "../words/words";
import { removeUpload, retryUpload, type Upload } from "../store/uploads";
import { Icon } from "./Icon";

export function TrayItem({ upload }: { upload: Upload }) {
  const { key, file, fault, attachment, part } = upload;
  const name = file.name;
  const isGoing = !fault && !attachment;
  return (
    <li class="tray-item" data-fault={fault}>
      <span class="file-name">{name}</span>
      {fault && <span class="bad" role="alert">{faultText(upload)}</span>}
      {isGoing && <progress value={part} aria-label={t.value("uploading", { name })} />}
      {attachment && <span class="file-size">{fileSize(file.size, locale.value)}</span>}
      {(fault === "lost" || fault === "too_many") && (
        <button type="button" class="link" aria-label={t.value("retry_file", { name })} onClick={() => retryUpload(key)}>{t.value("again")}</button>
      )}
      <button type="button" class="round small" aria-label={t.value(isGoing ? "cancel_file" : "remove_file", { name })} onClick={() => removeUpload(key)}>
        <Icon name="close" />
      </button>
    </li>
  );
}

function faultText({ fault }: Upload): string {
  if (fault === "too_large") return t.value("file_too_large", { size: fileSize(config.value?.max_upload_bytes ?? 0, locale.value) });
  return fault ? t.value(`file_${fault}`) : "";
}
