/** What else can be done: sound, transcript, going on elsewhere, ending, deleting. */

import { signal } from "@preact/signals";
import { fullTime } from "../../shared/format";
import { isOver } from "../state/ticket";
import { announce } from "../store/announcer";
import { hasToken } from "../store/desk";
import { tellHost } from "../store/host";
import { config } from "../store/settings";
import { beQuiet, isQuiet } from "../store/sound";
import { current, forgetAll, screen, ticket } from "../store/view";
import { region } from "../words/words";
import { Deed } from "./Deed";
import { endChat, eraseAll, goOnByMail, goOnInTelegram, sendTranscript, type Reach } from "./deeds";
import { say } from "./texts";
import { openWindow } from "./window";

const erased = signal("");

export function More() {
  const { hand_over, end } = config.value ?? {};
  const number = current.value;
  const isOpenTicket = ticket.value !== undefined && !isOver(ticket.value);
  return (
    <div class="page">
      <p class="deed">
        <label class="check">
          <input type="checkbox" checked={!isQuiet.value} onChange={(event) => beQuiet(!event.currentTarget.checked)} />
          <span>{say.value("sound")}</span>
        </label>
      </p>
      {window.parent !== window && <Deed key="window" name="window" button="window_open" act={openWindow} />}
      {number > 0 && hand_over?.mail && (
        <>
          <Deed key="go" name="go_mail" button="send" asksAddress act={async (to) => reached(await goOnByMail(number, to))} />
          <Deed key="transcript" name="transcript" button="send" asksAddress act={async (to) => reached(await sendTranscript(number, to))} />
        </>
      )}
      {number > 0 && hand_over?.telegram && <Deed name="go_telegram" button="go_telegram" act={async () => telegram(await goOnInTelegram(number))} />}
      {isOpenTicket && end !== false && (
        <Deed name="end" button="end" act={async () => {
          await endChat(number);
          screen.value = "talk";
          return say.value("ended");
        }} />
      )}
      {hasToken() && !erased.value && <Deed name="erase" button="erase_sure" isGrave act={erase} />}
      {erased.value && <p role="status">{erased.value}</p>}
    </div>
  );
}

function reached({ state }: Reach) {
  return <p role="status">{say.value(state === "confirm" ? "confirm" : "sent")}</p>;
}

function telegram({ url }: Reach) {
  const isSafe = url?.startsWith("https://t.me/");
  return isSafe ? <p><a class="wide" href={url} target="_blank" rel="noopener noreferrer">{say.value("open_telegram")}</a></p> : <p>{say.value("failed")}</p>;
}

async function erase() {
  const { due_at } = await eraseAll();
  erased.value = say.value("erased", { when: fullTime(due_at, region.value) });
  announce(erased.value);
  forgetAll();
  tellHost({ t: "forgotten", d: {} });
  return null;
}
