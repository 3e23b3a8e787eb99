/** Places in a text that no value has filled. Pure. */
const PLACE = /\{\{\s*([a-z_]+\.[a-z0-9_.-]+)\s*\}\}/g;

export function gapsIn(text: string): string[] {
  return text.includes("{{") ? [...new Set(Array.from(text.matchAll(PLACE), (found) => found[1]!))] : [];
}
