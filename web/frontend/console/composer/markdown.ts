/** The Markdown subset of replies, for the preview; what is sent is made by the server from the same text. Pure. */

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong"; children: Inline[] }
  | { kind: "em"; children: Inline[] }
  | { kind: "strike"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] }
  | { kind: "break" };
export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "quote"; children: Block[] }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] };

const FENCE = /^\s{0,3}```/;
const QUOTE = /^\s{0,3}> ?/;
const BULLET = /^\s{0,3}[-*+]\s+/;
const NUMBER = /^\s{0,3}\d{1,9}[.)]\s+/;

export function parseMarkdown(text: string): Block[] {
  return blocks(text.replace(/\r\n?/g, "\n").split("\n"));
}

function blocks(lines: readonly string[]): Block[] {
  const found: Block[] = [];
  let at = 0;
  const takeWhile = (test: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && test(lines[at]!)) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    if (line.trim() === "") at++;
    else if (FENCE.test(line)) found.push(fence());
    else if (QUOTE.test(line)) found.push({ kind: "quote", children: blocks(takeWhile((one) => QUOTE.test(one)).map((one) => one.replace(QUOTE, ""))) });
    else if (BULLET.test(line)) found.push(list(BULLET));
    else if (NUMBER.test(line)) found.push(list(NUMBER));
    else found.push({ kind: "paragraph", children: inline(takeWhile(isPlain).join("\n").trim()) });
  }
  return found;

  function fence(): Block {
    at++;
    const code = takeWhile((one) => !FENCE.test(one));
    at++;
    return { kind: "code", text: code.join("\n") };
  }

  function list(mark: RegExp): Block {
    const items = takeWhile((one) => mark.test(one)).map((one) => inline(one.replace(mark, "")));
    return { kind: "list", isOrdered: mark === NUMBER, items };
  }
}

function isPlain(line: string): boolean {
  return line.trim() !== "" && !FENCE.test(line) && !QUOTE.test(line) && !BULLET.test(line) && !NUMBER.test(line);
}

const RULES: readonly [RegExp, (match: RegExpExecArray) => Inline][] = [
  [/^\\([!-/:-@[-`{-~])/, (match) => ({ kind: "text", text: match[1]! })],
  [/^`([^`]+)`/, (match) => ({ kind: "code", text: match[1]! })],
  [/^\*\*(?=\S)(.+?)(?<=\S)\*\*/s, (match) => ({ kind: "strong", children: inline(match[1]!) })],
  [/^__(?=\S)(.+?)(?<=\S)__(?![\p{L}\p{N}])/su, (match) => ({ kind: "strong", children: inline(match[1]!) })],
  [/^~~(?=\S)(.+?)(?<=\S)~~/s, (match) => ({ kind: "strike", children: inline(match[1]!) })],
  [/^\*(?=[^\s*])(.+?)(?<=[^\s*])\*/s, (match) => ({ kind: "em", children: inline(match[1]!) })],
  [/^_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\p{L}\p{N}])/su, (match) => ({ kind: "em", children: inline(match[1]!) })],
  [/^@\[([^[\]\n]{1,120})\]\((?:agent|team):\d+\)/, (match) => ({ kind: "strong", children: [{ kind: "text", text: `@${match[1]!}` }] })],
  [/^\[([^\]]+)\]\(((?:https?:\/\/|mailto:|tel:)[^\s)]+)\)/, (match) => ({ kind: "link", href: match[2]!, children: inline(match[1]!) })],
  [/^<((?:https?:\/\/|mailto:)[^\s>]+)>/, (match) => ({ kind: "link", href: match[1]!, children: [{ kind: "text", text: match[1]! }] })],
  [/^\n/, () => ({ kind: "break" })],
];
const SPECIAL = /[\\`*_~[<\n@]/;

export function inline(text: string): Inline[] {
  const found: Inline[] = [];
  let plain = "";
  let at = 0;
  const flush = (): void => {
    if (plain) found.push({ kind: "text", text: plain });
    plain = "";
  };
  while (at < text.length) {
    const rest = text.slice(at);
    const hit = isInsideWord(text, at) ? null : match(rest);
    if (hit) {
      flush();
      found.push(hit.node);
      at += hit.length;
    } else {
      const jump = rest.slice(1).search(SPECIAL);
      const length = jump < 0 ? rest.length : jump + 1;
      plain += rest.slice(0, length);
      at += length;
    }
  }
  flush();
  return found;
}

function match(rest: string): { node: Inline; length: number } | null {
  for (const [pattern, make] of RULES) {
    const found = pattern.exec(rest);
    if (found) return { node: make(found), length: found[0].length };
  }
  return null;
}

/** snake_case is a word, not emphasis. */
function isInsideWord(text: string, at: number): boolean {
  return text[at] === "_" && at > 0 && /[\p{L}\p{N}_]/u.test(text[at - 1]!);
}
