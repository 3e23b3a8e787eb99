/** Where a customer can be written to, as a choice. */
import { Icon, type IconName } from "../parts/icon";
import { go } from "../route";
import { kindOf } from "../telegram/unreachable";
import { known, t, when } from "../text";

export interface Way {
  readonly kind: "email" | "telegram" | "webchat";
  readonly channel_id: number | null;
  readonly channel_name: string;
  readonly identity_id: number | null;
  readonly address: string;
  readonly hindrance: "no_address" | "unreachable" | "paused" | "blocked" | "gone" | null;
  readonly reason: string;
  readonly last_at: string | null;
  readonly open_ticket: { readonly id: number | null; readonly number: number | null } | null;
}

const ICONS: Record<Way["kind"], IconName> = { email: "mail", telegram: "plane", webchat: "chat" };

export function wayKey({ kind, channel_id, identity_id }: Way): string {
  return `${kind}.${channel_id ?? 0}.${identity_id ?? 0}`;
}

/** Where they wrote last, else the first that reaches them. */
export function usualWay(ways: readonly Way[]): Way | undefined {
  const open = ways.filter(({ hindrance }) => hindrance === null);
  return open.toSorted((one, other) => (other.last_at ?? "").localeCompare(one.last_at ?? ""))[0];
}

export function Ways({ ways, chosen, onChoose, onLeave }: { ways: readonly Way[]; chosen: Way | undefined; onChoose: (way: Way) => void; onLeave: () => void }) {
  return (
    <fieldset class="ways">
      <legend>{t("first.way")}</legend>
      {ways.map((way) => (
        <label key={wayKey(way)} class={`way ${way.hindrance ? "is-hindered" : ""}`}>
          <input type="radio" name="way" checked={way === chosen} disabled={way.hindrance !== null} onChange={() => onChoose(way)} />
          <Icon name={ICONS[way.kind]} size={16} />
          <span class="way-main">
            <span dir="auto"><strong>{t(`first.kind.${way.kind}`)}</strong> {[way.address, way.channel_name].filter(Boolean).join(" · ")}</span>
            <span class="muted small-text">{noteOn(way)}</span>
          </span>
        </label>
      ))}
      {chosen?.open_ticket && (
        <p class="writing-note" role="status">
          <Icon name="alert" size={16} />
          <span>
            {t("first.open", { number: chosen.open_ticket.number === null ? "" : `#${chosen.open_ticket.number}` })}{" "}
            {chosen.open_ticket.id !== null && <button type="button" class="link-button" onClick={() => (onLeave(), go({ ticket: chosen.open_ticket!.id }))}>{t("action.open")}</button>}
          </span>
        </p>
      )}
    </fieldset>
  );
}

function noteOn({ kind, hindrance, reason, last_at }: Way): string {
  if (hindrance === "unreachable" && kind === "telegram") return known("telegram.unreachable_", kindOf(reason)) ?? reason;
  if (hindrance === "no_address") return t(`first.none.${kind}`);
  if (hindrance !== null) return t(`first.${hindrance}`);
  return last_at ? t("first.last", { time: when.short(last_at) }) : "";
}
