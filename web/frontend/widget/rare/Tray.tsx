/** The files of the next message, each with its progress, its fault or its way out. */

import { useEffect, useRef } from "preact/hooks";
import { mostFiles, tooManyFiles, uploads } from "../store/uploads";
import { say } from "./texts";
import { TrayItem } from "./TrayItem";

export function Tray() {
  const list = useRef<HTMLUListElement>(null);
  const count = uploads.value.length;

  useEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight; // whatever came last is what one looks for
  }, [count]);

  return (
    <div class="tray">
      <ul ref={list}>{uploads.value.map((upload) => <TrayItem key={upload.key} upload={upload} />)}</ul>
      {tooManyFiles.value && <p class="bad" role="alert">{say.value("most_files", { count: mostFiles })}</p>}
    </div>
  );
}
