/** Finds the first moment to come that a text names, in English, Russian or Ukrainian. Pure: the clock is given. */

export interface Named {
  /** The day, at its midnight by the clock given; with the time of day where the text says one. */
  readonly at: Date;
  readonly hasTime: boolean;
  /** The words that name it, and the sentence they stand in. */
  readonly words: string;
  readonly sentence: string;
}

type Rule = readonly [RegExp, (found: RegExpExecArray, now: Date) => Date | null];
const START = "(?<![\\p{L}\\p{N}])";
const END = "(?![\\p{L}\\p{N}])";
const word = (source: string): RegExp => new RegExp(`${START}(?:${source})${END}`, "iu");

const WEEKDAYS = [
  "sunday|воскресенье|воскресенью|воскресенья|неділю|неділі|неділя",
  "monday|понедельник|понедельнику|понедельника|понеділок|понеділка",
  "tuesday|вторник|вторнику|вторника|вівторок|вівторка",
  "wednesday|среду|среде|среды|середу|середи|середа",
  "thursday|четверг|четвергу|четверга|четвер|четверга",
  "friday|пятницу|пятнице|пятницы|п[’'ʼ]ятницю|п[’'ʼ]ятниці",
  "saturday|субботу|субботе|субботы|суботу|суботи|субота",
];
const MONTHS = [
  "jan(?:uary)?|января|січня", "feb(?:ruary)?|февраля|лютого", "mar(?:ch)?|марта|березня", "apr(?:il)?|апреля|квітня", "may|мая|травня", "june?|июня|червня",
  "july?|июля|липня", "aug(?:ust)?|августа|серпня", "sept?(?:ember)?|сентября|вересня", "oct(?:ober)?|октября|жовтня", "nov(?:ember)?|ноября|листопада", "dec(?:ember)?|декабря|грудня",
];
const UNITS: readonly [string, number][] = [
  ["minutes?|min|минуту|минуты|минут|мин|хвилину|хвилини|хвилин|хв", 60_000],
  ["hours?|час|часа|часов|годину|години|годин", 3_600_000],
  ["days?|день|дня|дней|дні|днів", 86_400_000],
  ["weeks?|неделю|недели|недель|тиждень|тижні|тижнів", 7 * 86_400_000],
];
const UNIT = UNITS.map(([names]) => names).join("|");
const MONTH = MONTHS.join("|");

const RULES: readonly Rule[] = [
  [word("day after tomorrow|послезавтра|післязавтра"), (_, now) => days(now, 2)],
  [word("tomorrow|завтра"), (_, now) => days(now, 1)],
  [word("today|tonight|сегодня|сьогодні"), (_, now) => days(now, 0)],
  [word(`(?:in|within|через|за|протягом|в течение)\\s+(?:(\\d{1,3}|an?|one)\\s+)?(${UNIT})`), after],
  [word("next week|на следующей неделе|следующей неделе|наступного тижня|на наступному тижні"), (_, now) => days(now, 7 + 5 - (now.getDay() || 7))],
  [/(?<![\d.])(\d{4})-(\d{2})-(\d{2})(?!\d)/u, (found, now) => date(now, Number(found[3]), Number(found[2]) - 1, Number(found[1]))],
  [/(?<![\d.,])(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?(?![\d.]*\d)/u, (found, now) => date(now, Number(found[1]), Number(found[2]) - 1, year(found[3]))],
  [word(`(\\d{1,2})(?:st|nd|rd|th|-го|-е)?(?: of)?\\s+(${MONTH})`), (found, now) => date(now, Number(found[1]), indexOf(MONTHS, found[2]!))],
  [word(`(${MONTH})\\s+(\\d{1,2})(?:st|nd|rd|th)?`), (found, now) => date(now, Number(found[2]), indexOf(MONTHS, found[1]!))],
  ...WEEKDAYS.map((names, weekday): Rule => [word(`(?:${names})`), (_, now) => days(now, (weekday - now.getDay() + 7) % 7 || 7)]),
];
const TIME = new RegExp(`(?:${START}(?:at|by|until|before|в|во|о|об|до|к)\\s+)?(?<![\\d.:])(\\d{1,2})(?::(\\d{2})|\\s*(am|pm))(?::\\d{2})?${END}`, "iu");

export function nameOf(text: string, now: Date): Named | null {
  for (const sentence of sentences(text)) {
    const found = RULES.map(([rule, make]) => ({ match: rule.exec(sentence), make })).filter(({ match }) => match !== null).sort((one, other) => one.match!.index - other.match!.index);
    for (const { match, make } of found) {
      const day = make(match as RegExpExecArray, now);
      const named = day && withTime(day, sentence, match![0], now);
      if (named) return named;
    }
  }
  return null;
}

/** A time of day makes it a moment; what lies before now is no promise. */
function withTime(day: Date, sentence: string, words: string, now: Date): Named | null {
  const isExact = day.getTime() !== midnight(day).getTime();
  const time = isExact ? null : timeIn(sentence.replace(words, " "));
  const at = time === null ? day : new Date(day.getFullYear(), day.getMonth(), day.getDate(), ...time);
  const hasTime = isExact || time !== null;
  if (hasTime ? at <= now : at < midnight(now)) return null;
  return { at, hasTime, words: words.trim(), sentence: sentence.trim() };
}

function timeIn(sentence: string): [number, number] | null {
  const found = TIME.exec(sentence);
  if (!found) return null;
  const half = found[3]?.toLowerCase();
  const hour = (Number(found[1]) % (half ? 12 : 24)) + (half === "pm" ? 12 : 0);
  const minute = Number(found[2] ?? 0);
  return Number(found[1]) <= 24 && minute < 60 ? [hour, minute] : null;
}

function after(found: RegExpExecArray, now: Date): Date {
  const count = /^\d+$/.test(found[1] ?? "") ? Number(found[1]) : 1;
  const [, ms] = UNITS.find(([names]) => word(`^(?:${names})$`).test(found[2]!)) ?? UNITS[2]!;
  return ms >= 86_400_000 ? days(now, Math.round((count * ms) / 86_400_000)) : new Date(now.getTime() + count * ms);
}

function days(now: Date, count: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + count);
}

/** Without a year: the next time that day comes. */
function date(now: Date, day: number, month: number, named?: number): Date | null {
  if (month < 0 || month > 11 || day < 1 || day > 31) return null;
  const made = new Date(named ?? now.getFullYear(), month, day);
  if (made.getMonth() !== month) return null;
  return named === undefined && made < midnight(now) ? new Date(now.getFullYear() + 1, month, day) : made;
}

function year(text: string | undefined): number | undefined {
  return text === undefined ? undefined : text.length === 2 ? 2000 + Number(text) : Number(text);
}

function midnight(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}

function indexOf(names: readonly string[], found: string): number {
  return names.findIndex((one) => new RegExp(`^(?:${one})$`, "iu").test(found));
}

/** Quoted lines are not one's own; a date's dots end no sentence. */
function sentences(text: string): string[] {
  const own = text.split("\n").filter((line) => !line.trimStart().startsWith(">"));
  return own.flatMap((line) => line.split(/(?<=[.!?…])\s+(?=\p{Lu})/u)).filter((line) => line.trim() !== "").slice(0, 200);
}
