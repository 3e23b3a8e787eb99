/** Keeps the views right that only the server decides: asks where changed tickets stand, a few at a time. */
import { api } from "../api";
import { change, onFrames } from "../live";
import { retryList } from "../list/loading";
import { route } from "../route";
import { state } from "../session";
import type { LiveFrame } from "../store/frames";
import { keyWithin } from "../store/change";
import { patchOrder } from "../store/order";
import { listKey } from "../store/state";
import { isAsked } from "../store/views";

const ASK_AFTER_MS = 250;
const AT_ONCE = 100;
/** What changes because time passes. */
const LOOK_AGAIN_MS = 60_000;

interface Keys { position: number; view: string; sort: string; keys: [number, number | null][] }

const changed = new Set<number>();
let timer: ReturnType<typeof setTimeout> | undefined;
let isStarted = false;

export function startKeeping(): void {
  if (isStarted) return;
  isStarted = true;
  onFrames((frames) => {
    const ids = frames.flatMap(idsIn);
    if (ids.length === 0) return;
    forgetOthers();
    if (!isShownAsked()) return;
    for (const id of ids) changed.add(id);
    timer ??= setTimeout(() => void ask(), ASK_AFTER_MS);
  });
  setInterval(() => isShownAsked() && document.visibilityState === "visible" && retryList(), LOOK_AGAIN_MS);
  if (isShownAsked()) retryList();
}

function isShownAsked(): boolean {
  return isAsked(route.value.view, route.value.sort);
}

function idsIn(frame: LiveFrame): number[] {
  if (frame.t === "event" && frame.ticket) return [frame.ticket.id];
  return frame.t === "private" && frame.kind === "follow.changed" ? [frame.ticket] : [];
}

/** Lists that are not on the screen are fetched anew when they are. */
function forgetOthers(): void {
  const shown = listKey(route.value.view, route.value.sort);
  const kept = new Map([...state.value.lists].filter(([key, { view, sort }]) => key === shown || !isAsked(view, sort)));
  if (kept.size < state.value.lists.size) state.value = { ...state.value, lists: kept };
}

async function ask(): Promise<void> {
  const ids = [...changed].slice(0, AT_ONCE);
  for (const id of ids) changed.delete(id);
  const { view, sort } = route.value;
  try {
    if (isAsked(view, sort)) put(await api<Keys>("GET", `/api/ticket-keys?${new URLSearchParams({ view, sort, ids: ids.join(",") })}`));
  } catch {
    // the next look at the whole list puts it right
  }
  timer = changed.size > 0 ? setTimeout(() => void ask(), ASK_AFTER_MS) : undefined;
}

function put({ view, sort, position, keys }: Keys): void {
  change((now) => {
    const key = listKey(view, sort);
    const list = now.lists.get(key);
    if (!list || list.position > position) return now;
    const order = patchOrder(list.order, new Map(keys.map(([id, at]) => [id, at === null ? null : keyWithin(list, id, at)])));
    return order === list.order ? now : { ...now, lists: new Map(now.lists).set(key, { ...list, order, position }) };
  });
}
