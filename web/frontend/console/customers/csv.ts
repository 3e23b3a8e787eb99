/** CSV files as spreadsheets write them: quotes, line ends of any kind, commas or semicolons. Pure. */

/** The text of a file as spreadsheets save it: Unicode, or what Windows wrote before; null where it is no text at all. */
export function textOf(bytes: Uint8Array): string | null {
  const text = decoded(bytes);
  return text.includes("\0") ? null : text;
}

function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(isCyrillic(bytes) ? "windows-1251" : "windows-1252").decode(bytes);
  }
}

/** Letters with accents stand among plain ones; Cyrillic ones beside each other. */
function isCyrillic(bytes: Uint8Array): boolean {
  let letters = 0;
  let beside = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0xc0) continue;
    letters++;
    if (bytes[at + 1]! >= 0xc0 || bytes[at - 1]! >= 0xc0) beside++;
  }
  return beside * 2 > letters;
}

export function readCsv(text: string): string[][] {
  const plain = text.replace(/^\uFEFF/, "");
  const mark = markOf(plain);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endCell = (): void => (row.push(armed(cell.trim())), void (cell = ""));
  const endRow = (): void => {
    endCell();
    if (row.some((one) => one !== "")) rows.push(row);
    row = [];
  };
  for (let at = 0; at < plain.length; at++) {
    const char = plain[at]!;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (plain[at + 1] === '"') (cell += '"', at++);
      else isQuoted = false;
    } else if (char === '"' && cell.trim() === "") (cell = "", isQuoted = true);
    else if (char === mark) endCell();
    else if (char === "\n") endRow();
    else if (char !== "\r") cell += char;
  }
  endRow();
  return rows;
}

/** The text of a file that spreadsheets open with its letters right. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const lines = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

/** Without the apostrophe that exports put before what a spreadsheet would take for a formula, such as +380… */
function armed(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function markOf(text: string): string {
  const head = text.slice(0, text.search(/\r?\n|$/));
  const counts = [",", ";", "\t"].map((mark) => [head.split(mark).length, mark] as const);
  return counts.sort((one, other) => other[0] - one[0])[0]![1];
}

const GUESSES: readonly (readonly [RegExp, string])[] = [
  [/^(e-?mail|mail|почта|пошта|эл\.?\s*почта|адрес\s+почты)/i, "email"],
  [/^(phone|tel|mobile|телефон|моб)/i, "phone"],
  [/^(name|full\s*name|имя|фио|ім['’ʼ]?я|піб|клиент|клієнт)/i, "name"],
  [/^(organi[sz]ation|company|организация|компания|організація|компанія)/i, "organisation"],
  [/^(tags?|метки|теги|мітки)/i, "tags"],
  [/^(language|язык|мова)/i, "language"],
  [/^(time\s*zone|часовой|часовий)/i, "time_zone"],
  [/^(external|crm|id$|номер\s+клиента|внешн|зовнішн)/i, "external"],
];

/** What a column probably is, "" where its head does not say. */
export function guess(head: string, keys: readonly string[]): string {
  const plain = head.trim();
  const key = plain.toLowerCase().replace(/^fields\./, "");
  if (keys.includes(key)) return `fields.${key}`;
  return GUESSES.find(([pattern]) => pattern.test(plain))?.[1] ?? "";
}
