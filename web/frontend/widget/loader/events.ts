/** The events a page may listen to. */

export type Listener = (detail?: unknown) => void;

export function makeEvents() {
  let listeners: [string, Listener][] = [];
  let isReady = false;
  return {
    on(name: string, listener: Listener) {
      listeners.push([name, listener]);
      if (name === "ready" && isReady) listener();
    },
    off(name: string, listener?: Listener) {
      listeners = listeners.filter(([known, each]) => known !== name || (listener && each !== listener));
    },
    /** A listener that throws must not break the chat. */
    emit(name: string, detail?: unknown) {
      isReady = isReady || name === "ready";
      for (const [known, listener] of listeners)
        try {
          if (known === name) listener(detail);
        } catch (error) {
          console.error(error);
        }
    },
  };
}
