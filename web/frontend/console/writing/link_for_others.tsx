/** Above the box: that others would get the customer's page with this answer. */
import { write } from "../drafts";
import { shortName } from "../mail/addresses";
import { answeredMail, recipientsOf } from "../mail/recipients";
import { Icon } from "../parts/icon";
import { revealed } from "../parts/plain";
import { customers } from "../session";
import type { TicketView } from "../store/state";
import { t } from "../text";
import { hasPageLink, othersAmong, withoutPageLink } from "./page_link";

export function LinkForOthers({ view, customerId, text, area }: { view: TicketView; customerId: number; text: string; area: { current: HTMLTextAreaElement | null } }) {
  const names = hasPageLink(text) ? othersNamed(view, customerId) : [];
  if (names.length === 0) return null;
  const takeOut = (): void => {
    write(view.id, "reply", { text: withoutPageLink(text) });
    area.current?.focus();
  };
  return (
    <p class="writing-note is-warning" role="status">
      <Icon name="alert" size={16} /> <span dir="auto">{t("writing.link_for_others", { names: names.join(", ") })}</span>
      <button type="button" class="button small" onClick={takeOut}>{t("writing.take_link_out")}</button>
    </p>
  );
}

/** Beside the customer: who else gets the mail, or the group on Telegram where all read it. */
function othersNamed(view: TicketView, customerId: number): readonly string[] {
  const mail = answeredMail(view);
  const recipients = mail && recipientsOf(view, mail);
  if (recipients) return othersAmong([...recipients.to, ...recipients.cc, ...recipients.bcc], customers.value.get(customerId)?.identities).map(shortName);
  const group = view.threads.findLast(({ aside }) => !aside)?.group;
  return group ? [`“${revealed(group)}”`] : [];
}
