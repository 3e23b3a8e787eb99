/** How far a reply has come, and what to do when it has not arrived. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { lazyPart } from "../lazy_part";
import { change } from "../live";
import { Icon, type IconName } from "../parts/icon";
import { loadMessage } from "../store/load";
import type { Delivery, DeliveryState, Message } from "../store/types";
import { known, t } from "../text";
import { tell, toast } from "../toasts";

const Refusal = lazyPart<{ words: string }>(() => import("../telegram/refusal"), "telegram");
const ICONS: Record<DeliveryState, IconName> = {
  queued: "clock", sending: "clock", sent: "check", delivered: "check_double", read: "check_double", failed: "alert", unknown: "help", withdrawn: "undo",
};

export function DeliveryMark({ delivery, isSeen }: { delivery: Delivery; isSeen: boolean }) {
  const state = isSeen && (delivery.state === "sent" || delivery.state === "delivered") ? "read" : delivery.state;
  const label = t(`delivery.${state}`);
  return (
    <span class={`tick tick-${state}`} title={label}>
      <Icon name={ICONS[state]} size={14} label={label} />
    </span>
  );
}

export function DeliveryTrouble({ message }: { message: Message }) {
  const [isBusy, setBusy] = useState(false);
  const { state, error } = message.delivery!;
  if (state !== "failed" && state !== "unknown") return null;
  const run = async (method: "POST" | "PUT", path: string): Promise<void> => {
    setBusy(true);
    try {
      const answer = await api<{ message?: Message; found?: string } | undefined>(method, `/api/messages/${message.id}/${path}`, {});
      const sent = answer?.message;
      if (sent) change((now) => loadMessage(now, sent));
      if (answer?.found) toast(known("delivery.check_", answer.found) ?? answer.found);
    } catch (problem) {
      tell(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class={`trouble trouble-${state}`} role="alert">
      <p>
        <strong>{t(`delivery.${state}`)}</strong> {state === "unknown" ? t("delivery.unknown_text") : error && (message.channel_kind === "telegram" ? <Refusal words={error} instead={error} /> : (known("delivery_error.", error) ?? error))}
      </p>
      <div class="trouble-actions">
        {state === "unknown" && message.mail && (
          <button type="button" class="button small primary" disabled={isBusy} onClick={() => void run("POST", "checks")}>
            <Icon name="search" size={14} /> {t("delivery.check")}
          </button>
        )}
        <button type="button" class="button small" disabled={isBusy} onClick={() => void run("POST", "attempts")}>
          <Icon name="refresh" size={14} /> {t("delivery.again")}
        </button>
        {state === "unknown" && (
          <button type="button" class="button small" disabled={isBusy} onClick={() => void run("PUT", "confirmation")}>
            <Icon name="check" size={14} /> {t("delivery.confirm")}
          </button>
        )}
      </div>
    </div>
  );
}
