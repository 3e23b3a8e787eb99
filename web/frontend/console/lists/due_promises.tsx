/** Above one's own tickets: what one has promised for today, and what is overdue. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { onFrames, onRefetch } from "../live";
import { Icon } from "../parts/icon";
import { go } from "../route";
import { now } from "../session";
import css from "../styles/lists.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import type { Promised } from "../writing/types";

wear(css);

/** After everything that somebody may wait for, and once for many changes. */
const AT_REST_MS = 1_500;

export default function DuePromises() {
  const [all, setAll] = useState<readonly Promised[]>([]);
  useEffect(() => {
    let timer = 0;
    const fetch = (): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => void api<Promised[]>("GET", "/api/promises").then(setAll, () => undefined), AT_REST_MS);
    };
    fetch();
    const ends = [onRefetch(fetch), onFrames((frames) => frames.some((frame) => frame.t === "private" || (frame.t === "event" && frame.kind.startsWith("promise."))) && fetch())];
    return () => (clearTimeout(timer), ends.forEach((end) => end()));
  }, []);
  const overdue = all.filter(({ due_at }) => Date.parse(due_at) <= now.value).length;
  const today = all.filter(({ due_at }) => Date.parse(due_at) > now.value && Date.parse(due_at) <= endOfDay(now.value)).length;
  if (overdue + today === 0) return null;
  return (
    <button type="button" class={`due-promises ${overdue > 0 ? "is-overdue" : ""}`} onClick={() => go({ page: "settings", section: "promises" })}>
      <Icon name="hand" size={16} /> {[overdue > 0 && t("lists.promises_overdue", { count: overdue }), today > 0 && t("lists.promises_today", { count: today })].filter(Boolean).join(" · ")}
    </button>
  );
}

function endOfDay(at: number): number {
  return new Date(at).setHours(23, 59, 59, 999);
}
