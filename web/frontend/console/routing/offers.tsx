/** Cards of what is offered to me, with the time that is left; told once by voice and sound. */
import { useEffect, useState } from "preact/hooks";
import css from "../styles/offers.css" with { type: "text" };
import { withKey } from "../key_map";
import { beep } from "../notices";
import { Icon } from "../parts/icon";
import { revealed } from "../parts/plain";
import { preferences } from "../session";
import type { Row } from "../store/types";
import { known, t } from "../text";
import { wear } from "../wear";
import { accept, decline, offers } from "./at_hand";

wear(css);

const SHOWN = 3;
const TICK_MS = 250;

export function Offers() {
  const shown = offers.value.slice(0, SHOWN);
  const newest = shown.at(-1);
  return (
    <section class="offers" aria-label={t("offer.region")} hidden={shown.length === 0}>
      <p class="visually-hidden" role="status" aria-live="assertive">{newest && t("offer.said", { customer: nameOf(newest), subject: newest.subject || newest.preview })}</p>
      {shown.map((row) => <Offer key={`${row.id} ${row.offer_until ?? ""}`} row={row} />)}
    </section>
  );
}

function Offer({ row }: { row: Row }) {
  const until = Date.parse(row.offer_until!);
  const [total] = useState(() => Math.max(1, until - Date.now()));
  const left = useLeft(until);
  useEffect(() => {
    if (preferences.value.sound) beep();
  }, []);
  // The desk passes it on at the same moment and says so; a clock that goes wrong must not leave a dead card.
  if (left <= 0) return null;
  const seconds = Math.ceil(left / 1000);
  return (
    <article class="offer" aria-label={t("offer.title", { channel: channelName(row), customer: nameOf(row) })}>
      <header class="offer-head">
        <Icon name={row.channel.kind === "email" ? "mail" : "chat"} size={16} />
        <strong class="offer-title" dir="auto">{nameOf(row)}</strong>
        <span class="muted small-text">{channelName(row)}</span>
        <span class="offer-left" title={t("offer.left", { count: seconds })} aria-label={t("offer.left", { count: seconds })} role="timer" aria-live="off">{seconds}</span>
      </header>
      <p class="offer-text" dir="auto">{row.subject || row.preview}</p>
      <div class="offer-time" aria-hidden="true"><span style={{ transform: `scaleX(${Math.min(1, left / total)})` }} /></div>
      <footer class="offer-foot">
        <button type="button" class="button" title={withKey(t("offer.decline"), "decline_offer")} onClick={() => void decline(row)}>{t("offer.decline")}</button>
        <button type="button" class="button primary" title={withKey(t("offer.accept"), "accept_offer")} onClick={() => void accept(row)}>{t("offer.accept")}</button>
      </footer>
    </article>
  );
}

function nameOf({ customer }: Row): string {
  return revealed(customer.name) || t("customer.nameless");
}

function channelName({ channel }: Row): string {
  return known("channel.", channel.kind) ?? channel.kind;
}

function useLeft(until: number): number {
  const [left, setLeft] = useState(until - Date.now());
  useEffect(() => {
    const timer = setInterval(() => setLeft(until - Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
