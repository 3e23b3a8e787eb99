/** The files of the next message, each with its progress, its fault or its way out. */

import { mostFiles, tooManyFiles, uploads } from "../store/uploads";
import { t } from "../words/words";
import { TrayItem } from "./TrayItem";

export function Tray() {
  if (!uploads.value.length && !tooManyFiles.value) return null;
  return (
    <div class="tray">
      <ul>{uploads.value.map((upload) => <TrayItem key={upload.key} upload={upload} />)}</ul>
      {tooManyFiles.value && <p class="bad" role="alert">{t.value("most_files", { count: mostFiles })}</p>}
    </div>
  );
}
