/** Opens the file dialog. */

import { useRef } from "preact/hooks";
import { accepted } from "../store/file_rules";
import { config } from "../store/settings";
import { t } from "../words/words";
import { addFiles } from "../store/uploads";
import { Icon } from "./Icon";

export function AttachButton() {
  const input = useRef<HTMLInputElement>(null);

  function take(field: HTMLInputElement) {
    addFiles(field.files ?? []);
    field.value = ""; // the same file may be chosen again
  }

  return (
    <>
      <button type="button" class="round" aria-label={t.value("attach")} title={t.value("attach")} onClick={() => input.current?.click()}>
        <Icon name="clip" />
      </button>
      <input ref={input} type="file" multiple hidden accept={config.value?.uploads?.accept ?? accepted} onChange={(event) => take(event.currentTarget)} />
    </>
  );
}
