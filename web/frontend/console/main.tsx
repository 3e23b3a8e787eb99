/** Starts the console: who am I, which language, then the desk and the live socket. */
import { render } from "preact";
import { api, Problem, useCsrf, warm } from "./api";
import { App } from "./app";
import { startBell } from "./bell";
import { startKeys } from "./keys";
import { listPath, startLists } from "./list/loading";
import { loadDesk, startLive } from "./live";
import { startFocus } from "./lost_focus";
import { startMe } from "./me";
import { startFiles } from "./media/addresses";
import { startNotices } from "./notices";
import { startOutbox } from "./outbox";
import { Failed } from "./parts/states";
import { startPushed } from "./pushed";
import { route } from "./route";
import { me, state } from "./session";
import { emptyState } from "./store/state";
import type { Me } from "./store/types";
import { speak } from "./text";
import { startTheme } from "./theme";
import { startTicket } from "./ticket/loading";
import { tell } from "./toasts";
import { learnZone } from "./zone";

const RETRY_MS = 2_000;
const root = document.getElementById("app")!;

async function start(): Promise<void> {
  warmUp();
  const speaking = speak(document.documentElement.lang || navigator.language);
  try {
    const answer = await api<Me>("GET", "/api/me");
    await speaking;
    await begin(answer);
  } catch (error) {
    await speaking;
    if (error instanceof Problem && error.status === 401) return;
    render(<Failed error={error} retry={() => void start()} />, root);
    if (error instanceof Problem && error.isPassing) setTimeout(() => void start(), RETRY_MS);
  }
}

function warmUp(): void {
  const { view, sort, ticket, page } = route.value;
  for (const path of ["/api/workspace", "/api/counts"]) warm(path);
  if (page === null) warm(listPath(view, sort));
  if (ticket !== null) warm(`/api/tickets/${ticket}`);
}

async function begin(answer: Me): Promise<void> {
  useCsrf(answer.csrf);
  me.value = answer;
  state.value = { ...emptyState(answer.agent.id), position: answer.position };
  await speak(answer.agent.locale);
  startTheme();
  startMe();
  startLive(answer.position);
  startLists();
  startTicket();
  startOutbox();
  startKeys();
  startNotices();
  startFocus();
  startFiles();
  root.replaceChildren();
  render(<App />, root);
  await loadDesk().catch(tell);
  startBell();
  // the next start tries again
  await learnZone().catch(() => undefined);
}

startPushed();
void start();
