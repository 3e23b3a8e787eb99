/** The few words of the launcher; the frame brings its own. */

export interface Words {
  readonly locale: string;
  readonly chat: string;
  readonly fails: string;
}

const languages: Words[] = [
  { locale: "en", chat: "Chat", fails: "The chat cannot be reached right now" },
  { locale: "ru", chat: "Чат", fails: "Чат сейчас недоступен" },
  { locale: "uk", chat: "Чат", fails: "Чат зараз недоступний" },
];

/** What was asked for, else the page's language, else the reader's; English when we speak none of them. */
export function pickWords(asked?: string): Words {
  for (const wanted of [asked, document.documentElement.lang, ...navigator.languages]) {
    const found = languages.find(({ locale }) => wanted && wanted.toLowerCase().split(/[-_]/)[0] === locale);
    if (found) return found;
  }
  return languages[0]!;
}
