/** Places, phone numbers and polls. Nothing is asked of another server before somebody clicks. */
import { Icon } from "../parts/icon";
import { revealed } from "../parts/plain";
import type { Content } from "../store/types";
import { t } from "../text";

const CARDS = ["location", "contact", "poll"];

export function hasCard({ kind }: Content): boolean {
  return CARDS.includes(kind);
}

export function Card({ content }: { content: Content }) {
  if (content.kind === "location") return <Place place={content as Content & { kind: "location" }} />;
  if (content.kind === "contact") return <Contact card={content as Content & { kind: "contact" }} />;
  if (content.kind === "poll") return <Poll poll={content as Content & { kind: "poll" }} />;
  return null;
}

function Place({ place }: { place: Content & { kind: "location" } }) {
  const { latitude, longitude } = place;
  const where = `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
  const url = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <div class="tg-card">
      <Icon name="pin" size={22} />
      <div>
        <p class="tg-card-title" dir="auto">{place.title || t(place.is_live ? "telegram.live_place" : "telegram.place")}</p>
        {place.address && <p dir="auto">{place.address}</p>}
        <p class="muted small-text numbers">{where}</p>
        <p><a href={url} target="_blank" rel="noopener noreferrer nofollow">{t("telegram.map")}</a></p>
      </div>
    </div>
  );
}

function Contact({ card }: { card: Content & { kind: "contact" } }) {
  return (
    <div class="tg-card">
      <Icon name="user" size={22} />
      <div>
        <p class="tg-card-title" dir="auto">{revealed(card.name) || t("telegram.card")}</p>
        {card.phone && <p class="numbers"><a href={`tel:${card.phone.replace(/[^+\d]/g, "")}`}>{card.phone}</a></p>}
        <p class={`small-text ${card.is_own ? "is-proved" : "muted"}`}>
          <Icon name={card.is_own ? "check" : "help"} size={14} /> {t(card.is_own ? "telegram.own_number" : "telegram.claimed_number")}
        </p>
      </div>
    </div>
  );
}

function Poll({ poll }: { poll: Content & { kind: "poll" } }) {
  return (
    <div class="tg-card">
      <Icon name="list" size={22} />
      <div>
        <p class="tg-card-title" dir="auto">{poll.question || t("telegram.poll")}</p>
        <ul class="poll">{poll.options.map((option, at) => <li key={at} dir="auto">{option}</li>)}</ul>
      </div>
    </div>
  );
}
