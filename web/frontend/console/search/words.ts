/** The words of a query: where titles have them, and which filter a mistyped one may have meant. */

export interface Piece { readonly text: string; readonly hit: boolean }

const NAMED = /(?<!\S)-?(\p{L}+):/u;
const FARTHEST = 2; // letters

/** A title in pieces; hits are words that begin with one of the query's. */
export function marked(title: string, query: string): Piece[] {
  const wanted = query.split(/\s+/).filter((part) => !part.includes(":") && !part.startsWith("-")).flatMap((part) => part.match(/[\p{L}\p{N}]+/gu) ?? []).map(plain);
  return title.split(/([\p{L}\p{N}]+)/u).filter(Boolean).map((text) => ({ text, hit: wanted.some((word) => plain(text).startsWith(word)) }));
}

/** The query with its mistyped filter put right; null where there is none that is near to one. */
export function corrected(query: string, names: readonly string[]): string | null {
  const typed = NAMED.exec(query)?.[1];
  if (!typed || names.includes(typed.toLowerCase())) return null;
  const near = names.map((name) => ({ name, far: distance(typed.toLowerCase(), name) })).filter(({ name, far }) => far <= Math.min(FARTHEST, name.length - 2)).sort((one, other) => one.far - other.far)[0];
  return near ? query.replace(`${typed}:`, `${near.name}:`) : null;
}

/** What is left of a query without its filters; null where it has none, or nothing but them. */
export function withoutFilters(query: string): string | null {
  const words = query.replace(/(?<!\S)-?\p{L}+:(?:"[^"]*"?|\S*)/gu, " ").replace(/\s+/g, " ").trim();
  return words === "" || words === query.replace(/\s+/g, " ").trim() ? null : words;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll("ё", "е");
}

/** How many letters must be put in, taken out or changed. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 0; at < one.length; at++) {
    const next = [at + 1];
    for (let to = 0; to < other.length; to++) next.push(Math.min(row[to]! + (one[at] === other[to] ? 0 : 1), row[to + 1]! + 1, next[to]! + 1));
    row = next;
  }
  return row[other.length]!;
}
