/** Our replies are Markdown: a few lines of them read better without its marks and empty lines. */
export function withoutMarks(text: string): string {
  return text.replaceAll(/\*\*|__|~~|`/g, "").replaceAll(/\n{2,}/g, "\n");
}
