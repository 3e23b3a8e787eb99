/** What the agent says about themselves: it decides whether new tickets come. */
import { setPresence } from "./actions";
import { Select } from "./parts/select";
import { myPresence } from "./session";
import type { PresenceStatus } from "./store/types";
import { t } from "./text";

export const STATUSES: readonly PresenceStatus[] = ["available", "busy", "away", "offline"];

export function PresenceSwitch() {
  const status = myPresence.value?.status ?? "offline";
  return (
    <Select
      label={t("presence.label")}
      value={status}
      tone={`presence-${status}`}
      icon={<span class={`presence-dot presence-${status}`} aria-hidden="true" />}
      choices={STATUSES.map((value) => ({ value, label: t(`presence.${value}`) }))}
      onChoose={(value) => void setPresence(value as PresenceStatus)}
    />
  );
}
