/** The frame's own storage, one name space per channel; memory when the browser refuses. Written only once the visitor acts. */

export interface Box {
  get(name: string): string | null;
  set(name: string, value: string | null): void;
  names(prefix: string): string[];
  /** Call back with the name of whatever another tab changes. */
  watch(listener: (name: string) => void): void;
}

export function openBox(channel: string): Box {
  const space = `helpdesk:${channel}:`;
  const memory = new Map<string, string>();
  const stored = tryStorage();

  return {
    get: (name) => memory.get(name) ?? attempt(() => stored?.getItem(space + name) ?? null, null),
    set(name, value) {
      memory.delete(name);
      if (value === null) return attempt(() => stored?.removeItem(space + name), undefined);
      if (!attempt(() => (stored?.setItem(space + name, value), stored !== null), false)) memory.set(name, value);
    },
    names(prefix) {
      const kept = attempt(() => Object.keys(stored ?? {}), []).filter((key) => key.startsWith(space + prefix)).map((key) => key.slice(space.length));
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

function tryStorage(): Storage | null {
  return attempt(() => localStorage, null);
}

function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}
