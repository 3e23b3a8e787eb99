/** What helps in the box of the composer: completion, places that nothing filled. */
import { Icon } from "../parts/icon";
import type { TicketView } from "../store/state";
import type { DraftMode, Row } from "../store/types";
import { known, t } from "../text";
import { Completion } from "./completion";
import { gapsIn } from "./gaps";
import "./look";
import { LinkForOthers } from "./link_for_others";
import { onTicket } from "./offers";
import { PromiseOffer, TicketPromises } from "./ticket_promises";

interface Props { area: { current: HTMLTextAreaElement | null }; view: TicketView; row: Row; mode: DraftMode; text: string }

export default function Helpers({ area, view, row, mode, text }: Props) {
  return (
    <>
      <TicketPromises view={view} />
      {mode === "reply" && <PromiseOffer ticketId={view.id} customerId={row.customer.id} text={text} />}
      {area.current && <Completion place={onTicket(area.current, view.id, mode)} mode={mode} row={row} />}
      {mode === "reply" && <LinkForOthers view={view} customerId={row.customer.id} text={text} area={area} />}
      <Gaps text={text} />
    </>
  );
}

export function Gaps({ text }: { text: string }) {
  const gaps = gapsIn(text);
  if (gaps.length === 0) return null;
  return (
    <p class="writing-note is-warning" role="status">
      <Icon name="alert" size={16} /> <span>{t("writing.gaps", { names: gaps.map(placeName).join(", ") })}</span>
    </p>
  );
}

export function placeName(name: string): string {
  return known("place.", name) ?? name;
}
