import assert from "node:assert/strict";
import { test } from "node:test";
import { nameOf } from "../console/writing/dates";

const NOW = new Date(2026, 10, 18, 12, 0); // a Wednesday

function found(text: string): string | null {
  const named = nameOf(text, NOW);
  if (!named) return null;
  const two = (part: number): string => String(part).padStart(2, "0");
  const day = `${named.at.getFullYear()}-${two(named.at.getMonth() + 1)}-${two(named.at.getDate())}`;
  return named.hasTime ? `${day} ${two(named.at.getHours())}:${two(named.at.getMinutes())}` : day;
}

const SAID: readonly [string, string | null][] = [
  ["I'll call you tomorrow.", "2026-11-19"],
  ["I will call on Tuesday at 15:30", "2026-11-24 15:30"],
  ["We answer by Friday", "2026-11-20"],
  ["In two words: no.", null],
  ["You hear from me in 2 hours.", "2026-11-18 14:00"],
  ["It takes us 3 days. You get it within 3 days.", "2026-11-21"],
  ["The courier comes on 24 November at 3 pm", "2026-11-24 15:00"],
  ["The courier comes Nov 24", "2026-11-24"],
  ["Until 2026-12-01", "2026-12-01"],
  ["We come back to you next week.", "2026-11-27"],
  ["Перезвоню завтра в 10:00", "2026-11-19 10:00"],
  ["Ответим в пятницу", "2026-11-20"],
  ["Напишу вам через 2 часа", "2026-11-18 14:00"],
  ["Вернём деньги 25 ноября", "2026-11-25"],
  ["Доставим 25.11.2026", "2026-11-25"],
  ["Всё решим до понедельника", "2026-11-23"],
  ["Зателефоную у вівторок о 9:15", "2026-11-24 09:15"],
  ["Відповімо післязавтра", "2026-11-20"],
  ["Напишу в п’ятницю", "2026-11-20"],
  ["Повернемо кошти за 3 дні", "2026-11-21"],
  ["Надішлемо 1 грудня", "2026-12-01"],
  ["Дякуємо за звернення!", null],
  ["Version 1.2.3 costs 10.50 and 12.99", null],
  ["> I'll call tomorrow\nThanks", null],
  ["It left today at 9:00", null],
  ["On 10 January we are closed", "2027-01-10"],
  ["31.02 does not exist", null],
  ["", null],
];

for (const [text, expected] of SAID) {
  test(`"${text.replaceAll("\n", "⏎")}" names ${expected ?? "no day to come"}`, () => {
    assert.equal(found(text), expected);
  });
}

test("the sentence that names it is the promise", () => {
  assert.equal(nameOf("Thank you. I will call tomorrow at 10:00. Bye!", NOW)?.sentence, "I will call tomorrow at 10:00.");
});

test("long texts without a date take no time", () => {
  const start = performance.now();
  nameOf("слово 12 и ещё . ".repeat(3_000), NOW);
  assert.ok(performance.now() - start < 1_500);
});
