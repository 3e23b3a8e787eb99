/** Which templates fit some typed letters, in any keyboard layout; the best first, then the most used. Pure. */
import { fold, variants } from "../parts/layouts";
import type { Template } from "./types";

interface Indexed { shortcut: string; name: string; folder: string; text: string }
const indexed = new WeakMap<Template, Indexed>();

export function findTemplates(all: readonly Template[], query: string, limit = 8): Template[] {
  const wanted = variants(query);
  const scored = all.map((template, at) => ({ template, at, score: scoreOf(template, wanted) })).filter(({ score }) => score > 0);
  return scored.sort((one, other) => other.score - one.score || other.template.uses - one.template.uses || one.at - other.at).slice(0, limit).map(({ template }) => template);
}

function scoreOf(template: Template, wanted: readonly string[]): number {
  const { shortcut, name, folder, text } = indexOf(template);
  return Math.max(...wanted.map((word, at) => (word === "" ? 1 : score(word) - (at === 0 ? 0 : 0.5))));
  function score(word: string): number {
    if (shortcut === word) return 8;
    if (shortcut.startsWith(word)) return 7;
    if (name.startsWith(word)) return 6;
    if (name.includes(` ${word}`)) return 5;
    if (name.includes(word)) return 4;
    if (folder.startsWith(word)) return 3;
    return word.length > 1 && word.split(" ").every((part) => text.includes(part)) ? 2 : -1;
  }
}

function indexOf(template: Template): Indexed {
  const known = indexed.get(template);
  if (known) return known;
  const { shortcut, name, folder, texts } = template;
  const made = { shortcut: fold(shortcut), name: fold(name), folder: fold(folder), text: fold(`${name} ${Object.values(texts).join("\n")}`) };
  indexed.set(template, made);
  return made;
}
