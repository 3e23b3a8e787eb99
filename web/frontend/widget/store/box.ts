/** The frame's own storage, one name space per channel; cookies and memory when the browser refuses. Written only once the visitor acts. */

import { openJar } from "./jar";

export interface Box {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
  names(prefix: string): string[];
  /** Call back with the name of whatever another tab changes. */
  watch(listener: (name: string) => void): void;
}

/** A window beside a frame keeps nothing: it is whoever that frame is. */
export const isWindow = location.hash === "#window";

export function openBox(channel: string): Box {
  const space = `helpdesk:${channel}:`;
  const memory = new Map<string, string>();
  const stored = isWindow ? null : tryStorage() ?? openJar(space);

  return {
    get: (name) => memory.get(name) ?? attempt(() => stored!.getItem(space + name), null),
    set(name, value) {
      memory.delete(name);
      if (value === null) return attempt(() => stored!.removeItem(space + name), undefined);
      if (!attempt(() => (stored!.setItem(space + name, value), true), false)) memory.set(name, value);
    },
    names(prefix) {
      const kept = attempt(() => stored!.keys(), []).filter((key) => key.startsWith(space + prefix)).map((key) => key.slice(space.length));
      return [...new Set([...kept, ...[...memory.keys()].filter((name) => name.startsWith(prefix))])];
    },
    watch(listener) {
      addEventListener("storage", (event) => {
        if (event.key?.startsWith(space)) listener(event.key.slice(space.length));
        else if (event.key === null) listener(""); // everything was cleared
      });
    },
  };
}

/** A part of what a browser's storage is. */
export interface Shelf {
  keys(): string[];
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

function tryStorage(): Shelf | null {
  const storage = attempt(() => localStorage, null);
  return storage && {
    keys: () => Object.keys(storage),
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
  };
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
