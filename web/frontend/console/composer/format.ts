/** Puts Markdown marks around or before the selected text of a text area, undoable by the browser. */

export type Mark = "bold" | "italic" | "code" | "list" | "quote" | "link";
const AROUND: Partial<Record<Mark, string>> = { bold: "**", italic: "*", code: "`" };

export function format(area: HTMLTextAreaElement, mark: Mark): void {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const chosen = value.slice(from, to);
  area.focus();
  const around = AROUND[mark];
  if (around) return replace(area, { from, to, text: around + chosen + around, select: [from + around.length, to + around.length] });
  if (mark === "link") return replace(area, { from, to, text: `[${chosen}](https://)`, select: [to + 3, to + 11] });
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(start, to).split("\n").map((line) => (mark === "list" ? "- " : "> ") + line);
  const text = lines.join("\n");
  replace(area, { from: start, to, text, select: [start + text.length, start + text.length] });
}

function replace(area: HTMLTextAreaElement, { from, to, text, select }: { from: number; to: number; text: string; select: [number, number] }): void {
  area.setSelectionRange(from, to);
  // execCommand is old, but the only way that keeps the browser's own undo
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(...select);
}
