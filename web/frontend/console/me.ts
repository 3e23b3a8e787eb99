/** Who is signed in and what they prefer is the same in all tabs of a browser: what one changes, the others take over. */
import { effect } from "@preact/signals";
import { me, myId } from "./session";
import type { Me } from "./store/types";
import { speak } from "./text";
import { tell } from "./toasts";

type Shared = Pick<Me, "agent" | "preferences">;

export function startMe(): void {
  const tabs = new BroadcastChannel("helpdesk.me");
  let known = JSON.stringify(shared());
  effect(() => {
    const text = JSON.stringify(shared());
    if (text === known) return;
    known = text;
    tabs.postMessage(text);
  });
  tabs.onmessage = ({ data }: MessageEvent<string>) => {
    const { agent, preferences } = JSON.parse(data) as Shared;
    if (agent.id !== myId()) return;
    const isSpoken = agent.locale === me.peek()!.agent.locale;
    known = data;
    me.value = { ...me.peek()!, agent, preferences };
    if (!isSpoken) speak(agent.locale).catch(tell);
  };
}

function shared(): Shared {
  const { agent, preferences } = me.value!;
  return { agent, preferences };
}
