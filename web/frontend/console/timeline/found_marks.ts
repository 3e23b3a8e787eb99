/** Marks words in the timeline without touching its elements, where the browser can. */

const NAME = "found";
const MOST = 500;

export function mark(text: string): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.delete(NAME);
  if (text === "") return;
  const ranges = [...rangesOf(text)];
  if (ranges.length > 0) CSS.highlights.set(NAME, new Highlight(...ranges));
}

function* rangesOf(text: string): Generator<Range> {
  const wanted = plain(text);
  let count = 0;
  for (const place of document.querySelectorAll(".timeline [data-message]")) {
    const walk = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const said = plain(node.nodeValue ?? "");
      for (let from = said.indexOf(wanted); from >= 0; from = said.indexOf(wanted, from + wanted.length)) {
        if (count++ === MOST) return;
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, from + wanted.length);
        yield range;
      }
    }
  }
}

/** Letter by letter as long as the text itself, so that places in it are places there. */
function plain(text: string): string {
  return [...text].map((letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter)).join("").replaceAll("ё", "е");
}
