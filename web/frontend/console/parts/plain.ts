/** Our replies are Markdown: one line of them reads better without its marks. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/\*\*|__|~~|`/g, "");
}
