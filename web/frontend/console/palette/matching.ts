/** Which commands fit a few typed letters: word starts first, then anywhere, then letters in order. Pure. */

export function matching<T extends { label: string }>(items: readonly T[], query: string): T[] {
  const wanted = fold(query.trim());
  if (!wanted) return [...items];
  const scored = items.map((item) => ({ item, score: score(fold(item.label), wanted) })).filter(({ score }) => score > 0);
  return scored.sort((one, other) => other.score - one.score).map(({ item }) => item);
}

function score(label: string, wanted: string): number {
  if (label.startsWith(wanted)) return 4;
  if (label.includes(` ${wanted}`)) return 3;
  if (label.includes(wanted)) return 2;
  let at = 0;
  for (const letter of wanted) {
    at = label.indexOf(letter, at) + 1;
    if (at === 0) return 0;
  }
  return 1;
}

function fold(text: string): string {
  return text.toLocaleLowerCase().replaceAll("ё", "е");
}
