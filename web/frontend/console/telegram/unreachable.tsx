/** Why nothing can be sent to an address any more. */
import { Icon } from "../parts/icon";
import type { Identity } from "../store/types";
import { known, t, when } from "../text";

export default function Unreachable({ identity }: { identity: Identity }) {
  const reason = identity.unreachable_reason ?? "";
  const why = known("telegram.unreachable_", kindOf(reason)) ?? reason;
  return (
    <span class="mark mark-warn unreachable" title={t("telegram.unreachable", { time: when.moment(identity.unreachable_at!) })}>
      <Icon name="alert" size={12} /> <span dir="auto">{why || t("telegram.unreachable", { time: when.short(identity.unreachable_at!) })}</span>
    </span>
  );
}

/** Telegram says it in English, in words that have not changed for years. */
export function kindOf(words: string): string {
  if (/blocked/.test(words)) return "blocked";
  if (/deactivated/.test(words)) return "deactivated";
  if (/chat not found|PEER_ID_INVALID|initiate conversation/i.test(words)) return "not_found";
  if (/kicked|not a member|not enough rights|have no rights/.test(words)) return "put_out";
  if (/BUSINESS_CONNECTION|business connection/i.test(words)) return "business";
  return /larger than the 50 MB/.test(words) ? "large" : "other";
}
