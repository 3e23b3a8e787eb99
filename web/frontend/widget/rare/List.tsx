/** All requests of this visitor, the newest first. */

import { shortTime } from "../../shared/format";
import { unreadOf } from "../state/history";
import { agentOf, isOver, type Ticket } from "../state/ticket";
import { machine } from "../store/desk";
import { focusWanted } from "../store/host";
import { show } from "../store/view";
import { region } from "../words/words";
import { Face } from "../panel/Face";
import { say } from "./texts";

export function List() {
  const tickets = [...machine.value.history.values()].map(summary).sort((a, b) => b.at - a.at);
  return (
    <div class="page">
      <ul class="requests">
        {tickets.map((one) => (
          <li key={one.ticket.number}>
            <button type="button" class="request" onClick={() => open(one.ticket.number)}>
              <Face picture={agentOf(one.ticket).picture} name={agentOf(one.ticket).name || `#${one.ticket.number}`} />
              <span class="request-words" dir="auto">{one.words || say.value("request", { number: String(one.ticket.number) })}</span>
              <span class="request-facts">
                {one.at > 0 && <time>{shortTime(one.at, region.value)}</time>}
                {isOver(one.ticket) && <span>{say.value("over_short")}</span>}
                {one.unread > 0 && <strong>{say.value("unread", { count: one.unread })}</strong>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {!tickets.length && <p>{say.value("empty")}</p>}
      <button type="button" class="wide" onClick={() => open(0)}>{say.value("new_request")}</button>
    </div>
  );
}

function open(number: number): void {
  show(number);
  focusWanted.value++;
}

function summary(ticket: Ticket) {
  const last = [...ticket.events.values()].filter((event) => event.message).sort((a, b) => b.seq - a.seq)[0]?.message;
  const words = last ? last.text || (last.attachments[0]?.filename ?? "") : ticket.head.preview;
  return { ticket, words: words.replace(/[*`_~]+|^\s*[-#>]+ /gm, "").slice(0, 100), at: Date.parse(last?.at ?? ticket.head.at) || 0, unread: unreadOf(ticket) };
}
