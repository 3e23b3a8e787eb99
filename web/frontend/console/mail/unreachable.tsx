/** Why mails to an address do not arrive, or that somebody called one of ours spam. */
import { Icon } from "../parts/icon";
import type { Identity } from "../store/types";
import { t, when } from "../text";

/** What the desk notes of a report (helpdesk.actions.returned_mail). */
const COMPLAINT = "spam complaint";

export default function MailUnreachable({ identity }: { identity: Identity }) {
  const hasComplained = !identity.unreachable_at;
  const words = identity.unreachable_reason ?? "";
  const why = identity.unreachable_at ? t("mail.returned_since", { time: when.moment(identity.unreachable_at), words }) : words;
  if (hasComplained && words !== COMPLAINT) return null; // a mail that was only late
  return (
    <span class="mark mark-warn unreachable" title={why}>
      <Icon name="alert" size={12} /> <span>{t(hasComplained ? "mail.complained" : "mail.returned")}</span>
    </span>
  );
}
