/** Asking for the next ticket and passing one on, from anywhere; what is behind them loads when it is wanted. */
import { computed } from "@preact/signals";
import { ticketAtHand } from "../commands";
import { myTeams, workspace } from "../session";
import { tell } from "../toasts";

/** Whether a team of mine, or the desk for tickets of no team, has its agents ask. */
export const mayAsk = computed(() => {
  const pulled = workspace.value?.pull_team_ids ?? [];
  return pulled.some((id) => id === 0 || myTeams.value.some((team) => team.id === id));
});

export function askNext(): void {
  void import("./next").then((module) => module.askNext()).catch(tell);
}

export function passOn(): void {
  const row = ticketAtHand();
  if (row && row.category !== "closed") void import("./transfer").then((module) => module.openTransfer(row.id)).catch(tell);
}

/** The offer that runs out first. */
export function answerOffer(how: "accept" | "decline"): void {
  void import("./at_hand").then(({ offers, ...answers }) => offers.value[0] && answers[how](offers.value[0])).catch(tell);
}
