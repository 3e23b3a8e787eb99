/** Tickets this one belongs to. */
import { Icon } from "../parts/icon";
import { go } from "../route";
import type { Link } from "../store/types";
import { known, t } from "../text";

export function Links({ links }: { links: readonly Link[] }) {
  if (links.length === 0) return null;
  return (
    <p class="ticket-links">
      {links.map((link) => (
        <button key={`${link.kind} ${link.id}`} type="button" class="link-button" onClick={() => go({ ticket: link.id })}>
          <Icon name="link" size={12} /> {known("link.", link.kind) ?? t("link.other")} #{link.number} <bdi>{link.subject}</bdi>
        </button>
      ))}
    </p>
  );
}
