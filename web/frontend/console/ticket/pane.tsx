/** The ticket at hand: header, timeline, composer; or why it cannot be shown. */
import { useEffect } from "preact/hooks";
import { Problem } from "../api";
import { Composer } from "../composer/composer";
import { editorOf, hasDraft } from "../drafts";
import { shownKey } from "../key_map";
import { lazyPart } from "../lazy_part";
import { soonPart } from "../soon_part";
import { takeLostFocus } from "../lost_focus";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go, route } from "../route";
import { preferences, rows, tickets } from "../session";
import { t } from "../text";
import { Timeline } from "../timeline/timeline";
import { TicketHeader } from "./header";
import { retryTicket, ticketError } from "./loading";

const Help = lazyPart<{ id: number }>(() => import("../help/strip"), "help");
const ReadOnly = lazyPart(() => import("../help/read_only"), "help");
const LeftText = lazyPart<{ label: string; text: string; isLong: boolean }>(() => import("./left_text"));
const TourOffer = soonPart((soon) => soon.TourOffer, "app");

export function TicketPane() {
  const id = route.value.ticket;
  return (
    <section class="pane ticket-pane" id="ticket" aria-label={t("ticket.pane")}>
      {id === null ? <NoTicket /> : <Ticket id={id} />}
    </section>
  );
}

function NoTicket() {
  return (
    <Empty icon="chat" title={t("ticket.none")}>
      <p>
        {t("ticket.none_text")} {[shownKey("next_row"), shownKey("previous_row"), "Enter"].filter(Boolean).map((key) => [<kbd>{key}</kbd>, " "])}
      </p>
      {!preferences.value.toured && <TourOffer />}
    </Empty>
  );
}

/** What another ticket has as well (its fields, their choices) is kept; what somebody began on one is not. */
function Ticket({ id }: { id: number }) {
  const row = rows.value.get(id);
  const view = tickets.value.get(id);
  const error = ticketError.value;
  useEffect(takeLostFocus, [id, view === undefined]);
  if (error instanceof Problem && (error.status === 403 || error.status === 404)) return <NotYours id={id} />;
  if (error && !view) return <Failed error={error} retry={retryTicket} />;
  return (
    <>
      {row ? <TicketHeader row={row} view={view} /> : <header class="ticket-head is-coming" aria-hidden="true"><div class="ticket-line" /><div class="ticket-fields" /></header>}
      {view && view.help.approvals + view.help.sides > 0 && <Help key={`help-${id}`} id={id} />}
      {view ? <Timeline key={id} view={view} /> : <div class="timeline"><Skeleton rows={4} kind="bubble" /></div>}
      {view?.readOnly && <ReadOnly />}
      {view && !view.readOnly && row && (row.merged_into_id == null || hasDraft(id)) && <Composer key={id} row={row} view={view} />}
    </>
  );
}

/** What was being written when it went is shown: it may be taken along. */
function NotYours({ id }: { id: number }) {
  const texts = (["reply", "note"] as const).map((mode) => editorOf(id, mode).text.trim()).filter((text) => text !== "");
  return (
    <Empty icon="lock" title={t("ticket.not_yours")}>
      <p>{t("ticket.not_yours_text")}</p>
      {texts.map((text) => <LeftText key={text} label={t("ticket.left_text")} text={text} isLong />)}
      <button type="button" class="button" onClick={() => go({ ticket: null })}>
        <Icon name="back" /> {t("action.back_to_list")}
      </button>
    </Empty>
  );
}
