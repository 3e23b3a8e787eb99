/** Which commands fit a few typed letters: word starts first, then anywhere, then letters in order. Pure. */
import { fold, variants } from "../parts/layouts";

export interface Matches<T> {
  /** In which the letters stand together. */
  readonly near: T[];
  /** In which they only follow each other. */
  readonly far: T[];
}

export function matching<T extends { label: string }>(items: readonly T[], query: string): T[] {
  const { near, far } = matches(items, query);
  return [...near, ...far];
}

export function matches<T extends { label: string }>(items: readonly T[], query: string): Matches<T> {
  const [typed = "", ...otherwise] = variants(query);
  if (!typed) return { near: [...items], far: [] };
  const scoreOf = (label: string): number => Math.max(score(label, typed), ...otherwise.map((word) => closely(label, word) - 0.5));
  const scored = items.map((item) => ({ item, score: scoreOf(fold(item.label)) })).filter(({ score }) => score > 0);
  const best = scored.sort((one, other) => other.score - one.score);
  const from = best.findIndex(({ score }) => score <= 1);
  const all = best.map(({ item }) => item);
  return from < 0 ? { near: all, far: [] } : { near: all.slice(0, from), far: all.slice(from) };
}

function score(label: string, wanted: string): number {
  return closely(label, wanted) || Number(inOrder(label, wanted));
}

function closely(label: string, wanted: string): number {
  if (label.startsWith(wanted)) return 4;
  if (label.includes(` ${wanted}`)) return 3;
  return label.includes(wanted) ? 2 : 0;
}

function inOrder(label: string, wanted: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    at = label.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
