/** The files of the next message, each with its progress, its fault or its way out. */

import { mostFiles, tooManyFiles, uploads } from "../store/uploads";
import { say } from "./texts";
import { TrayItem } from "./TrayItem";

export function Tray() {
  return (
    <div class="tray">
      <ul>{uploads.value.map((upload) => <TrayItem key={upload.key} upload={upload} />)}</ul>
      {tooManyFiles.value && <p class="bad" role="alert">{say.value("most_files", { count: mostFiles })}</p>}
    </div>
  );
}
