/** What the agent says about themselves: it decides whether new tickets come. */
import { setPresence } from "./actions";
import { Select } from "./parts/select";
import { myPresence, workspace } from "./session";
import type { PresenceStatus } from "./store/types";
import { known, t } from "./text";

export const STATUSES: readonly PresenceStatus[] = ["available", "busy", "away", "offline"];

export function PresenceSwitch() {
  const { status = "offline", reason = null } = myPresence.value ?? {};
  const choices = statusChoices(status, reason);
  return (
    <Select
      label={t("presence.label")}
      value={choices.find((one) => one.status === status && one.reason === reason)?.value ?? status}
      tone={`presence-${status}`}
      icon={<span class={`presence-dot presence-${status}`} aria-hidden="true" />}
      choices={choices}
      onChoose={(value) => {
        const chosen = choices.find((one) => one.value === value);
        if (chosen) void setPresence(chosen.status, chosen.reason);
      }}
    />
  );
}

interface StatusChoice { value: string; label: string; status: PresenceStatus; reason: string | null }

/** Each status, with the reasons the desk knows for it, and the one that holds now. */
function statusChoices(status: PresenceStatus, reason: string | null): StatusChoice[] {
  const listed = workspace.value?.presence_reasons ?? [];
  return STATUSES.flatMap((one) => {
    const named = listed.filter((found) => found.status === one).map(({ name }) => name);
    const all = one === status && reason !== null && !named.includes(reason) ? [...named, reason] : named;
    return [null, ...all].map((why) => ({ value: why === null ? one : `${one}:${why}`, label: why === null ? t(`presence.${one}`) : `${t(`presence.${one}`)}: ${reasonName(why)}`, status: one, reason: why }));
  });
}

function reasonName(reason: string): string {
  return known("presence.reason.", reason) ?? reason;
}
