/** The list of one view: any length, only what is seen is drawn. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { hasDraft } from "../drafts";
import { shown } from "../optimistic";
import { currentList, hasLeft, holdList, isBehind, releaseList, shownOrder } from "../order_hold";
import { Skeleton } from "../parts/states";
import { route } from "../route";
import { customerTyping, preferences, rows, viewers } from "../session";
import { locale, t } from "../text";
import { viewName } from "../view_names";
import { wantRows, wantUpTo } from "./loading";
import { activeId, moveActive, openTicket, picked, setActiveAt } from "./navigation";
import { NewPill } from "./new_pill";
import { ListRow } from "./row";
import { scrollToShow, windowOf } from "./window";

const HEIGHTS = { comfortable: 76, compact: 52 } as const;
const POINTER_RESTS_MS = 3_000;

export function TicketList() {
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  const { ids } = shownOrder.value;
  const rowHeight = HEIGHTS[preferences.value.density];
  const { from, to } = windowOf({ ...view, rowHeight, count: ids.length });
  const drawn = withKept(Array.from(ids.subarray(from, to), (id, at) => ({ id, at: from + at })), ids);

  useEffect(() => wantRows(drawn.map(({ id }) => id)));
  useEffect(() => wantUpTo(to));
  useHold(scroller);
  useLayoutEffect(() => {
    const element = scroller.current!;
    const measure = new ResizeObserver(() => setView({ top: element.scrollTop, height: element.clientHeight }));
    measure.observe(element);
    return () => measure.disconnect();
  }, []);
  useLayoutEffect(() => {
    scroller.current!.scrollTop = 0;
    releaseList();
  }, [route.value.view, route.value.sort]);
  useLayoutEffect(() => showActive(scroller.current!, view, rowHeight), [activeId.value]);

  return (
    <div class="list-frame">
      <NewPill onShow={() => (releaseList(), scroller.current?.scrollTo({ top: 0 }))} />
      <div
        ref={scroller}
        class={`list density-${preferences.value.density}`}
        role="listbox"
        tabIndex={0}
        aria-multiselectable="true"
        aria-label={viewName(route.value.view)}
        aria-busy={!currentList.value}
        aria-activedescendant={activeId.value === null || !ids.includes(activeId.value) ? undefined : `row-${activeId.value}`}
        onScroll={(event) => setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })}
        onKeyDown={onKeyDown}
      >
        {ids.length === 0 && <span role="option" aria-selected="false" class="visually-hidden">{t("list.empty_option")}</span>}
        <div class="list-space" role="presentation" style={{ height: `${ids.length * rowHeight}px` }}>
          {drawn.map(({ id, at }) => (
            <Slot key={id} id={id} at={at} count={ids.length} rowHeight={rowHeight} />
          ))}
        </div>
      </div>
    </div>
  );
}

function Slot({ id, at, count, rowHeight }: { id: number; at: number; count: number; rowHeight: number }) {
  const row = rows.value.get(id);
  const top = at * rowHeight;
  if (!row) {
    return (
      <div id={`row-${id}`} role="option" aria-selected="false" aria-setsize={count} aria-posinset={at + 1} aria-label={t("state.loading")} class="row row-ghost" style={{ transform: `translateY(${top}px)`, height: `${rowHeight}px` }}>
        <Skeleton rows={1} />
      </div>
    );
  }
  return (
    <ListRow
      row={shown(row)}
      at={at}
      count={count}
      top={top}
      height={rowHeight}
      isOpen={route.value.ticket === id}
      isActive={activeId.value === id}
      hasDraft={hasDraft(id)}
      hasLeft={hasLeft(id)}
      isPicked={picked.value.has(id)}
      isTyping={customerTyping.value.has(id)}
      viewers={viewers.value.get(id)}
      speech={locale.value}
      onOpen={openTicket}
    />
  );
}

/** The active row stays in the page wherever the list is scrolled to. */
function withKept(drawn: { id: number; at: number }[], ids: Float64Array): { id: number; at: number }[] {
  const kept = activeId.value;
  if (kept === null || drawn.some(({ id }) => id === kept)) return drawn;
  const at = ids.indexOf(kept);
  return at < 0 ? drawn : [...drawn, { id: kept, at }];
}

/** Where the list stands is known: to ask the page would have all of it laid out first. */
function showActive(element: HTMLElement, view: { top: number; height: number }, rowHeight: number): void {
  const at = activeId.peek() === null ? -1 : shownOrder.peek().ids.indexOf(activeId.peek()!);
  const top = at < 0 ? view.top : scrollToShow({ ...view, rowHeight, at });
  if (top !== view.top) element.scrollTop = top;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const moves: Record<string, () => void> = {
    ArrowDown: () => void moveActive(1),
    ArrowUp: () => void moveActive(-1),
    PageDown: () => void moveActive(8),
    PageUp: () => void moveActive(-8),
    Home: () => void setActiveAt(0),
    End: () => void setActiveAt(-1),
    Enter: () => activeId.value !== null && openTicket(activeId.value),
    Space: () => activeId.value !== null && openTicket(activeId.value),
  };
  const move = moves[event.code];
  if (!move) return;
  event.preventDefault();
  event.stopPropagation();
  move();
}

/** While the agent is in the list (focus, a moving pointer, scrolled down) its order stands still. */
function useHold(scroller: { current: HTMLDivElement | null }): void {
  useEffect(() => {
    if (scroller.current!.contains(document.activeElement)) holdList();
  });
  useEffect(() => {
    const element = scroller.current!;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const isInside = (): boolean => element.contains(document.activeElement) || element.scrollTop > 0;
    const settle = (): void => void (isInside() || releaseList());
    const pointer = (): void => {
      holdList();
      clearTimeout(rest);
      rest = setTimeout(settle, POINTER_RESTS_MS);
    };
    const scroll = (): void => (element.scrollTop > 0 ? holdList() : isBehind.peek() ? undefined : settle());
    const blur = (): void => void setTimeout(settle);
    element.addEventListener("pointermove", pointer);
    element.addEventListener("focusin", holdList);
    element.addEventListener("focusout", blur);
    element.addEventListener("scroll", scroll, { passive: true });
    return () => {
      clearTimeout(rest);
      element.removeEventListener("pointermove", pointer);
      element.removeEventListener("focusin", holdList);
      element.removeEventListener("focusout", blur);
      element.removeEventListener("scroll", scroll);
    };
  }, []);
}
