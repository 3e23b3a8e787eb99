/** Where a timeline stands: at its end it follows, elsewhere it stays put, also when older pages come in above. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { myId } from "../session";
import type { Message } from "../store/types";
import { newerThan } from "./items";

const NEAR_END_PX = 48;
/** So long after opening, what comes late (a mail in its frame) still decides where reading begins. */
const OPENING_MS = 3_000;

interface Facts {
  messages: readonly Message[];
  firstId: number;
  lastKey: string;
  /** The last item is what the agent has just sent. */
  isOwnLast: boolean;
  /** Changes once when the unread line is known; it is then brought into view. */
  unread: number | null;
}
interface Scroll {
  isAtEnd: boolean;
  /** Messages of others below since the agent has been away from the end. */
  fresh: number;
  onScroll: () => void;
  toEnd: () => void;
}

export function useScroll(ref: { current: HTMLDivElement | null }, { messages, firstId, lastKey, isOwnLast, unread }: Facts): Scroll {
  const lastId = messages.at(-1)?.id ?? 0;
  const [isAtEnd, setAtEnd] = useState(true);
  const [fresh, setFresh] = useState(0);
  const atEnd = useRef(true);
  const openedAt = useRef(Date.now());
  const lastTop = useRef(0);
  const before = useRef({ firstId, lastKey, lastId, fromEnd: 0 });

  const toEnd = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setAtEnd(true);
    setFresh(0);
  }, []);
  const onScroll = useCallback(() => {
    const element = ref.current;
    if (!element) return; // a scroll may be told after the timeline has gone
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    const hasGoneUp = element.scrollTop < lastTop.current - 1;
    lastTop.current = element.scrollTop;
    // what came late made it longer meanwhile: nobody has gone away from the end
    if (atEnd.current && !hasGoneUp && left >= NEAR_END_PX && openedAt.current + OPENING_MS > Date.now()) return void (element.scrollTop = topOfLong(element) ?? element.scrollHeight);
    atEnd.current = left < NEAR_END_PX;
    before.current.fromEnd = element.scrollHeight - element.scrollTop;
    setAtEnd(atEnd.current);
    if (atEnd.current) setFresh(0);
  }, []);

  useLayoutEffect(() => {
    const element = ref.current!;
    const old = before.current;
    const hasSent = isOwnLast && lastKey !== old.lastKey;
    if (hasSent) toEnd();
    else if (atEnd.current) element.scrollTop = element.scrollHeight;
    else if (firstId < old.firstId) element.scrollTop = element.scrollHeight - old.fromEnd;
    if (lastId > old.lastId && !atEnd.current) setFresh((count) => count + newerThan(messages, old.lastId, myId()));
    before.current = { firstId, lastKey, lastId, fromEnd: element.scrollHeight - element.scrollTop };
  }, [firstId, lastKey, lastId]);

  useLayoutEffect(() => {
    const line = ref.current!.querySelector<HTMLElement>(".unread-line");
    if (!line) return;
    ref.current!.scrollTop = line.offsetTop - 40;
    lastTop.current = Infinity;
    onScroll();
  }, [unread]);

  useEffect(() => {
    const element = ref.current!;
    const follow = new ResizeObserver(() => {
      if (!atEnd.current) return;
      element.scrollTop = (Date.now() - openedAt.current < OPENING_MS && topOfLong(element)) || element.scrollHeight;
    });
    follow.observe(element);
    for (const child of element.children) follow.observe(child);
    return () => follow.disconnect();
  }, [lastKey]);

  return { isAtEnd, fresh, onScroll, toEnd };
}

/** Where the last message begins when it is longer than the screen: a mail is read from its top. */
function topOfLong(element: HTMLElement): number | null {
  const messages = element.querySelectorAll<HTMLElement>(".message");
  const last = messages[messages.length - 1];
  return last && last.offsetHeight > element.clientHeight ? Math.max(1, last.offsetTop - 8) : null;
}
