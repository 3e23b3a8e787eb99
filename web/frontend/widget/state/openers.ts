/** Which message the desk begins with, on which page, when. Pure. */

export interface Rule {
  readonly page: string;
  readonly visit: "any" | "first" | "returning";
  readonly in_hours_only: boolean;
}

export interface Moment {
  /** The page's whole address. */
  readonly url: string;
  /** This browser has written before. */
  readonly isReturning: boolean;
  readonly isOpenNow: boolean;
}

export function applies(rule: Rule, moment: Moment): boolean {
  if (rule.visit !== "any" && (rule.visit === "returning") !== moment.isReturning) return false;
  if (rule.in_hours_only && !moment.isOpenNow) return false;
  return matches(rule.page, moment.url);
}

/** "" is any page, * is anything; a pattern is of path and query, or of the whole address when it begins with http. */
export function matches(pattern: string, url: string): boolean {
  if (!pattern) return true;
  const place = /^https?:/.test(pattern) ? url : pathOf(url);
  const [first = "", ...between] = pattern.split("*");
  const last = between.pop();
  if (last === undefined) return place === first;
  if (!place.startsWith(first)) return false;
  // Step by step and never back: as an expression with many stars it could keep a browser busy for ever.
  let at = first.length;
  for (const part of between) {
    const found = place.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return place.length - last.length >= at && place.endsWith(last);
}

function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url);
    return pathname + search;
  } catch {
    return url;
  }
}
