/** Puts text into a text area so that the browser's own undo takes it back. */

export function insert(area: HTMLTextAreaElement, text: string, { from, to }: { from: number; to: number } = { from: area.selectionStart, to: area.selectionEnd }): void {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
