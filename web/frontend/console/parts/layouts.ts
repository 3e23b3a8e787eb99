/** What was typed, and what it would have been in the other keyboard layouts. Pure. */

const LAYOUTS = ["йцукенгшщзхъфывапролджэячсмитьбю", "йцукенгшщзхїфівапролджєячсмитьбю"];
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";

/** As typed first: "рудз" is "help" typed with the wrong layout on. */
export function variants(query: string): string[] {
  const typed = fold(query.trim());
  if (!typed) return [""];
  return [...new Set([typed, ...LAYOUTS.flatMap((layout) => [swap(typed, layout, LATIN), swap(typed, LATIN, layout)])])];
}

function swap(text: string, from: string, to: string): string {
  return [...text].map((letter) => to[from.indexOf(letter)] ?? letter).join("");
}

export function fold(text: string): string {
  return text.toLocaleLowerCase().replaceAll("ё", "е").replaceAll(/[’ʼ‘`]/g, "'");
}
