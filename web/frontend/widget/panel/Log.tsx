/** The history: follows the newest message unless the reader has scrolled up, and notes what has been looked at. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { timeline } from "../state/timeline";
import { loadOlder, machine, unread } from "../store/desk";
import { current, letters, ticket } from "../store/view";
import { t } from "../words/words";
import { Greeting } from "./Greeting";
import { Icon } from "./Icon";
import { After } from "./screens";
import { RowView } from "./Row";
import { TypingLine } from "./TypingLine";
import { useFollow } from "./follow";
import { useLook } from "./look";

const pageRows = 150;

export function Log() {
  const box = useRef<HTMLDivElement>(null);
  const shown = useSignal(pageRows);
  const isLoading = useSignal(false);
  const rows = useComputed(() => timeline(ticket.value, letters.value, machine.value.live));
  const hasMore = useComputed(() => rows.value.length > shown.value || (ticket.value?.floor ?? 0) > 0);
  const visible = rows.value.slice(-shown.value);
  const { isAtEnd, toEnd, holdPlace } = useFollow(box);
  const look = useLook(box);

  useLayoutEffect(look, [rows.value]);
  useEffect(() => {
    if (ticket.peek()?.floor && !ticket.peek()?.events.size) void earlier();
  }, []);

  async function earlier() {
    isLoading.value = true;
    holdPlace();
    if (rows.value.length - shown.value < pageRows) await loadOlder(current.value).catch(() => {});
    shown.value += pageRows;
    isLoading.value = false;
  }

  return (
    <div class="log-frame">
      <div class="log" ref={box} role="region" aria-label={t.value("messages")} tabIndex={0} onScroll={look}>
        {hasMore.value ? (
          <button type="button" class="link earlier" disabled={isLoading.value} onClick={earlier}>
            {t.value(isLoading.value ? "loading" : "earlier")}
          </button>
        ) : (
          <Greeting />
        )}
        <ol>{visible.map((row) => <RowView key={row.key} row={row} />)}</ol>
        <div>{ticket.value && <After />}</div>
        <TypingLine />
      </div>
      {!isAtEnd.value && (
        <button type="button" class="round to-end" onClick={toEnd} aria-label={t.value(unread.value ? "newest" : "to_end")} data-new={unread.value > 0}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}
