/** For browsers that refuse a frame of another site its storage: cookies that only this frame gets, within this site alone, for what makes a visitor the same on the next page. */

import type { Shelf } from "./box";

const names = ["token", "named"];
const seconds = 365 * 86_400;

export function openJar(space: string): Shelf {
  const keys = names.map((name) => space + name);
  const cookieOf = (key: string) => `helpdesk-${key.slice(space.length)}=`;

  function getItem(key: string): string | null {
    const wanted = cookieOf(key);
    return document.cookie.split("; ").find((one) => one.startsWith(wanted))?.slice(wanted.length) ?? null;
  }

  function write(key: string, value: string, maxAge: number): void {
    document.cookie = `${cookieOf(key)}${value}; Path=${location.pathname}; Max-Age=${maxAge}; Secure; SameSite=None; Partitioned`;
  }

  return {
    keys: () => keys.filter((key) => getItem(key) !== null),
    getItem,
    setItem(key, value) {
      if (keys.includes(key)) write(key, value, seconds);
      if (getItem(key) !== value) throw new Error("not kept");
    },
    removeItem: (key) => keys.includes(key) && write(key, "", 0),
  };
}
