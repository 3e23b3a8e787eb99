/** Texts in the reader's language: catalogues, plurals and placeholders. */

export interface Plural {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}
export type Text = string | Plural;
export type Catalogue = Readonly<Record<string, Text>>;
export type Params = Readonly<Record<string, string | number>>;
export type Translate<K extends string> = (key: K, params?: Params) => string;

/** Return the function that speaks one catalogue. A plural text is chosen by `params.count`. */
export function translator<K extends string>(catalogue: Readonly<Partial<Record<K, Text>>>, locale: string): Translate<K> {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  return (key, params) => {
    const text = catalogue[key];
    if (text === undefined) return key;
    return fill(typeof text === "string" ? text : form(text, params, plurals), params, numbers);
  };
}

function form(text: Plural, params: Params | undefined, plurals: Intl.PluralRules): string {
  const count = Number(params?.["count"] ?? 0);
  return text[plurals.select(count) as keyof Plural] ?? text.other;
}

function fill(text: string, params: Params | undefined, numbers: Intl.NumberFormat): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

/** Return the first of `wanted` languages we have, matched by its first part ("ru-RU" is "ru"), else the first we have. */
export function pickLocale<L extends string>(wanted: readonly string[], have: readonly [L, ...L[]]): L {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split(/[-_]/)[0];
    const found = have.find((locale) => locale === base);
    if (found) return found;
  }
  return have[0];
}

/** The reader's own region ("en-GB") where its language is the one we speak: dates and hours are written its way. */
export function regional(locale: string): string {
  return navigator.languages.find((tag) => tag.split("-")[0] === locale) ?? locale;
}
