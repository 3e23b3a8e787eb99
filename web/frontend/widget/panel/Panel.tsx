/** The whole panel, and the place where files may be dropped. */

import { useSignal } from "@preact/signals";
import { closePanel } from "../store/host";
import { t } from "../words/words";
import { addFiles, viewed } from "../store/uploads";
import { screen } from "../store/view";
import { isOpen } from "../store/settings";
import { opener } from "../store/opener";
import { Announcer } from "./Announcer";
import { Banner } from "./Banner";
import { Header } from "./Header";
import { List, More, Teaser, Viewer } from "./screens";
import { Talk } from "./Talk";

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

  if (opener.value && !isOpen.value) return <Teaser />;
  return (
    <main class="panel" aria-label={t.value("title")} onDragOver={over} onDragLeave={leave} onDrop={drop} onKeyDown={key}>
      <Header />
      <Banner />
      {screen.value === "list" ? <List /> : screen.value === "more" ? <More /> : <Talk />}
      <Announcer />
      {viewed.value && <Viewer />}
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
