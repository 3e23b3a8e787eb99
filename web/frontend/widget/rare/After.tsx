/** What comes after the messages: a rating once the ticket is over, a way to get the answer elsewhere while nobody is there. */

import { isOver, type Ticket } from "../state/ticket";
import { isOnline } from "../store/promise";
import { config } from "../store/settings";
import { screen, ticket } from "../store/view";
import { Rate } from "./Rate";
import { say } from "./texts";

/** There is nothing to rate before somebody has answered. */
function wasHelped(ticket: Ticket): boolean {
  return [...ticket.events.values()].some((event) => event.message?.from === "agent");
}

export function After() {
  const one = ticket.value;
  if (!one) return null;
  if (isOver(one)) return config.value?.rating === false || !wasHelped(one) ? null : <Rate key={one.number} ticket={one.number} />;
  if (isOnline.value !== false || !config.value?.hand_over?.mail) return null;
  return (
    <p class="away">
      {say.value("away")} <button type="button" class="link" onClick={() => (screen.value = "more")}>{say.value("leave")}</button>
    </p>
  );
}
