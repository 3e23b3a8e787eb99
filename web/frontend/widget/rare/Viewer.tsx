/** A picture over the whole panel. */

import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { viewed } from "../store/uploads";
import { fileAddress, saveFile } from "../store/files";
import { t } from "../words/words";
import { say } from "./texts";
import { Icon } from "../panel/Icon";

export function Viewer() {
  const dialog = useRef<HTMLDialogElement>(null);
  const address = useSignal("");

  useSignalEffect(() => {
    const file = viewed.value;
    if (!file || !dialog.current) return;
    address.value = "";
    dialog.current.showModal();
    fileAddress(file.id).then((url) => (address.value = url), () => dialog.current?.close());
  });

  function keepEscape(event: KeyboardEvent) {
    if (event.key === "Escape") event.stopPropagation(); // closes the picture, not the panel
  }

  const file = viewed.value;
  return (
    <dialog class="viewer" ref={dialog} aria-label={file?.filename ?? ""} onClose={() => (viewed.value = null)} onKeyDown={keepEscape}>
      {file && (
        <>
          <div class="viewer-bar">
            <span class="file-name">{file.filename}</span>
            <button type="button" class="round" aria-label={t.value("save")} title={t.value("save")} onClick={() => void saveFile(file)}>
              <Icon name="save" />
            </button>
            <button type="button" class="round" aria-label={say.value("close_image")} title={say.value("close_image")} onClick={() => dialog.current?.close()}>
              <Icon name="close" />
            </button>
          </div>
          {address.value && <img src={address.value} alt={file.filename} />}
        </>
      )}
    </dialog>
  );
}
