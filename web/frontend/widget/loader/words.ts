/** The few words of the launcher, as the desk's settings bring them; the frame brings its own. */

export interface Words {
  readonly chat: string;
  readonly fails: string;
}

export type Languages = Readonly<Record<string, Words>>;

const english: Languages = { en: { chat: "Chat", fails: "Chat?" } };

/** What was asked for, else the page's language, else the reader's; English when we speak none of them. */
export function pickWords(languages: Languages = english, asked?: string): Words & { readonly locale: string } {
  for (const wanted of [asked, document.documentElement.lang, ...navigator.languages, ...Object.keys(languages)]) {
    const locale = wanted && wanted.toLowerCase().split(/[-_]/)[0]!;
    if (locale && Object.hasOwn(languages, locale)) return { ...languages[locale]!, locale };
  }
  return { ...english["en"]!, locale: "en" };
}
