/** The whole panel, and the place where files may be dropped. */

import { useSignal } from "@preact/signals";
import { closePanel } from "../store/host";
import { t } from "../words/words";
import { addFiles } from "../store/uploads";
import { Announcer } from "./Announcer";
import { Banner } from "./Banner";
import { Composer } from "./Composer";
import { Header } from "./Header";
import { Log } from "./Log";
import { Viewer } from "./Viewer";

export function Panel() {
  const isOver = useSignal(false);

  function over(event: DragEvent) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    isOver.value = true;
  }
  function leave(event: DragEvent) {
    if (!event.relatedTarget) isOver.value = false;
  }
  function drop(event: DragEvent) {
    event.preventDefault();
    isOver.value = false;
    addFiles(droppedFiles(event.dataTransfer));
  }
  function key(event: KeyboardEvent) {
    if (event.key === "Escape" && !event.defaultPrevented) closePanel();
  }

  return (
    <main class="panel" aria-label={t.value("title")} onDragOver={over} onDragLeave={leave} onDrop={drop} onKeyDown={key}>
      <Header />
      <Banner />
      <Log />
      <Composer />
      <Announcer />
      <Viewer />
      {isOver.value && <p class="drop">{t.value("drop")}</p>}
    </main>
  );
}

/** Files, not folders: a folder looks like an empty file. */
function droppedFiles(dropped: DataTransfer | null): File[] {
  return [...(dropped?.items ?? [])].flatMap((item) => {
    const file = item.kind === "file" && !item.webkitGetAsEntry()?.isDirectory ? item.getAsFile() : null;
    return file ? [file] : [];
  });
}
