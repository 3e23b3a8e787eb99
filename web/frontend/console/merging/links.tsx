/** Tickets this one belongs to: what it was merged into, what it is linked to; joining and parting by one click. */
import css from "../styles/merging.css" with { type: "text" };
import { Icon } from "../parts/icon";
import { go } from "../route";
import { rows } from "../session";
import type { Link, Row } from "../store/types";
import { known, t } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";
import { KINDS, mergeInto, takeBack, unlink } from "./acts";

wear(css);

export default function Links({ row, links }: { row: Row; links: readonly Link[] }) {
  const isActive = row.category !== "closed";
  return (
    <>
      {row.merged_into_id != null && <Merged row={row} intoId={row.merged_into_id} />}
      {links.length > 0 && (
        <ul class="ticket-links">
          {links.map((link) => (
            <li key={`${link.kind} ${link.id}`}>
              <button type="button" class="link-button" onClick={() => go({ ticket: link.id })}>
                <Icon name="link" size={12} /> {known("link.", link.kind) ?? t("link.other")} #{link.number} <bdi>{link.subject}</bdi>
              </button>
              {link.kind === "quotes" && isActive && (
                <button type="button" class="button small" title={t("link.join_text", { number: `#${link.number}` })} onClick={() => void mergeInto(row, link).catch(tell)}>
                  {t("link.join")}
                </button>
              )}
              {isByHand(link.kind) && (
                <button type="button" class="icon-button" aria-label={t("link.remove", { number: `#${link.number}` })} onClick={() => void parted(row, link).catch(tell)}>
                  <Icon name="x" size={12} />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Merged({ row, intoId }: { row: Row; intoId: number }) {
  const into = rows.value.get(intoId);
  return (
    <p class="merged-note">
      <Icon name="link" size={14} />
      <span>{t("merge.note")}</span>
      <button type="button" class="link-button" onClick={() => go({ ticket: intoId })}>
        {into ? <>#{into.number} <bdi>{into.subject}</bdi></> : t("merge.open_other")}
      </button>
      <button type="button" class="button small" onClick={() => void takeBack(row).catch(tell)}>{t("merge.take_back")}</button>
    </p>
  );
}

function isByHand(kind: string): boolean {
  return (KINDS as readonly string[]).includes(kind.replace(/^of_/, ""));
}

/** The side that said it takes it back. */
function parted(row: Row, { kind, id }: Link): Promise<void> {
  return kind.startsWith("of_") ? unlink(id, row.id, kind.slice(3)) : unlink(row.id, id, kind);
}
