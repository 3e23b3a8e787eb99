/** One promise or reminder: what, by when, whose; kept or dropped. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { agentName, myId, now } from "../session";
import { t, when } from "../text";
import { tell } from "../toasts";
import { momentText } from "./moment_text";
import { dropPromise, finishPromise } from "./promises";
import type { Promised } from "./types";

export function PromiseLine({ promise, onDone }: { promise: Promised; onDone?: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const isOverdue = Date.parse(promise.due_at) <= now.value;
  const run = (work: (promise: Promised) => Promise<void>): void => {
    setBusy(true);
    work(promise).then(() => onDone?.(), tell).finally(() => setBusy(false));
  };
  return (
    <li class={`promise ${isOverdue ? "is-overdue" : ""}`}>
      <Icon name={promise.kind === "reminder" ? "bell" : "hand"} size={16} label={t(`promise.${promise.kind}`)} />
      <span class="promise-text" dir="auto">{promise.text}</span>
      <span class="promise-due" title={when.moment(promise.due_at)}>{isOverdue && <>{t("promise.overdue")} · </>}{momentText(promise.due_at)}</span>
      {promise.owner_id !== myId() && <span class="muted">{agentName(promise.owner_id)}</span>}
      <button type="button" class="button small" disabled={isBusy} aria-label={t("promise.finish_it", { text: promise.text })} title={t("promise.finish")} onClick={() => run(finishPromise)}><Icon name="check" size={14} /> <span class="long-label">{t("promise.finish")}</span></button>
      <button type="button" class="icon-button" disabled={isBusy} aria-label={t("promise.drop", { text: promise.text })} title={t("promise.drop_title")} onClick={() => run(dropPromise)}><Icon name="x" size={14} /></button>
    </li>
  );
}
