/** How long a message may be, counted as the desk counts it. */

export const maxCharacters = 10_000;
const nearCharacters = 9_500;

/** Characters, not UTF-16 units: an emoji is not two. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** Characters left when the end is near, negative when beyond; null while there is plenty. */
export function charactersLeft(text: string): number | null {
  if (text.length <= nearCharacters) return null;
  const used = lengthOf(text);
  return used > nearCharacters ? maxCharacters - used : null;
}
