/** window.Helpdesk: commands given before we came are kept and carried out in order. */

import type { makeEvents } from "./events";

type Call = (...args: never[]) => unknown;
interface Global {
  (name: string, ...args: unknown[]): void;
  q?: ArrayLike<unknown>[];
  v?: number;
}

/** Take over window.Helpdesk; nothing when the script is on the page twice. Returns a function that tells the commands once they can be carried out. */
export function serveCommands(events: ReturnType<typeof makeEvents>): ((commands: Record<string, Call>) => void) | undefined {
  const page = window as { Helpdesk?: Global };
  // a page's content may have taken the name, or given every object a "v"
  const stub = typeof page.Helpdesk === "function" ? page.Helpdesk : null;
  if (stub && Object.hasOwn(stub, "v")) return;
  const waiting = Array.from((stub && stub.q) || [], (call) => Array.from(call));
  let known: Map<unknown, Call> | undefined;

  function carryOut([name, ...args]: unknown[]) {
    const command = known!.get(name);
    if (!command) return console.warn("Helpdesk: unknown command", name);
    try {
      command(...(args as never[]));
    } catch (error) {
      console.warn("Helpdesk:", name, error); // one mistake must not stop the commands behind it
    }
    if (name === "shutdown") delete page.Helpdesk;
  }

  const global: Global = (...call) => {
    if (known) carryOut(call);
    else waiting.push(call);
  };
  global.v = 1;
  page.Helpdesk = global;
  return (commands) => {
    known = new Map(Object.entries({ ...commands, on: events.on, off: events.off }));
    waiting.splice(0).forEach(carryOut);
  };
}
