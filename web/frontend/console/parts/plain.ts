/** Who is named in a note. */
const MENTION = /@\[([^\]\n]+)\]\((?:agent|team):\d+\)/g;

/** Our replies are Markdown: a few lines of them read better without its marks and empty lines. */
export function withoutMarks(text: string): string {
  return text.replaceAll(MENTION, "@$1").replaceAll(/\*\*|__|~~|`/g, "").replaceAll(/\n{2,}/g, "\n");
}

/** These two turn letters round: "moc.knab" would read as "bank.com". */
const OVERRIDES = /[\u202d\u202e]/gu;

/** What somebody calls themselves, or a subject, with what would make it read as something else made visible. */
export function revealed(text: string): string {
  return text.replaceAll(OVERRIDES, code);
}

/** An address as it really is: nothing hidden, and what its domain stands for where letters of two scripts may look alike. */
export function realAddress(address: string): string {
  const shown = address.replaceAll(/\p{Cf}/gu, code);
  const domain = address.slice(address.lastIndexOf("@") + 1);
  const url = `http://${domain}`;
  return mayDeceive(domain) && URL.canParse(url) ? `${shown} (${new URL(url).hostname})` : shown;
}

function mayDeceive(domain: string): boolean {
  const letters = domain.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  return (latin.length > 0 && latin.length < letters.length) || /[\u0250-\u02ff\u1d00-\u1dbf\uff00-\uffef]/u.test(domain);
}

function code(character: string): string {
  return `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`;
}
