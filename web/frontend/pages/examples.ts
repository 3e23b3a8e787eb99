/** The page of worked examples: runs what it shows and writes down what it hears. */

import type { HelpdeskChat, HelpdeskEvents } from "../widget/api";

const page = window as { Helpdesk?: HelpdeskChat };
const waiting: IArguments[] = [];

function stub() {
  waiting.push(arguments);
}
page.Helpdesk ??= Object.assign(stub, { q: waiting }) as unknown as HelpdeskChat;

const chat = ((...call: Parameters<HelpdeskChat>) => page.Helpdesk?.(...call)) as HelpdeskChat;

const examples: Readonly<Record<string, () => void>> = {
  open: () => chat("open"),
  ask() {
    chat("prefill", "My order number is ");
    chat("open");
  },
  page() {
    history.pushState(null, "", "/try/examples?tea=sencha");
    chat("setPage", { url: location.href, title: "Sencha" });
  },
  tongue: () => chat("setLanguage", "uk"),
  look: () => chat("setTheme", "dark"),
  hide() {
    chat("hide");
    setTimeout(() => chat("show"), 3_000);
  },
  identify() {
    chat("identify", "a JWT from your server");
    chat("open");
  },
  shutdown: () => chat("shutdown"),
};

const events: readonly (keyof HelpdeskEvents)[] = [
  "ready", "open", "close", "unread", "message:sent", "message:received", "ticket:started", "ticket:resolved", "rating", "identified", "identify:failed", "forgotten",
];
const heard = document.getElementById("heard")!;
for (const name of events) chat("on", name, (detail: unknown) => heard.append(`${name} ${detail === undefined ? "" : JSON.stringify(detail)}\n`));
for (const button of document.querySelectorAll<HTMLElement>("[data-example]")) button.onclick = () => examples[button.dataset["example"] ?? ""]?.();
