/** Above the reply on a mail thread: whom it goes to and under which subject; shut until somebody wants to change it. */
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import type { TicketView } from "../store/state";
import { t } from "../text";
import { shortName } from "./addresses";
import { Chips } from "./chips";
import { answeredMail, changedRecipients, FIELDS, learnUsual, recipientsOf, setRecipients } from "./recipients";

export function RecipientFields({ view }: { view: TicketView }) {
  const [isOpen, setOpen] = useState(false);
  const [hasBcc, setBcc] = useState(false);
  const mail = answeredMail(view);
  useEffect(() => {
    if (mail) void learnUsual(view, mail);
  }, [view.id, mail?.id]);
  const recipients = mail && recipientsOf(view, mail);
  if (!recipients) return null;
  const isChanged = changedRecipients(view.id) !== undefined;
  const names = recipients.to.map(shortName).join(", ");
  return (
    <div class="recipients">
      <button type="button" class="recipients-line" aria-expanded={isOpen} aria-controls="recipients" onClick={() => setOpen(!isOpen)}>
        <Icon name={isOpen ? "chevron_down" : "chevron_right"} size={14} />
        <span class="recipients-names" dir="auto">
          {recipients.to.length > 0 ? t("mail.to_whom", { names }) : <strong class="danger">{t("mail.nobody")}</strong>}
          {recipients.cc.length > 0 && ` · ${t("mail.cc_whom", { names: recipients.cc.map(shortName).join(", ") })}`}
          {recipients.bcc.length > 0 && ` · ${t("mail.bcc_whom", { names: recipients.bcc.map(shortName).join(", ") })}`}
          {` · ${recipients.subject}`}
        </span>
        {isChanged && <span class="chip">{t("message.edited")}</span>}
      </button>
      {isOpen && (
        <div id="recipients" class="recipient-fields">
          {FIELDS.filter((field) => field !== "bcc" || hasBcc || recipients.bcc.length > 0).map((field) => (
            <Chips key={field} id={`recipients-${field}`} label={t(`mail.${field}`)} people={recipients[field]} onChange={(people) => setRecipients(view.id, { ...recipients, [field]: people })} />
          ))}
          <div class="recipient-row">
            <label for="recipients-subject">{t("mail.subject")}</label>
            <input id="recipients-subject" class="recipient-subject" dir="auto" maxLength={300} value={recipients.subject} onInput={(event) => setRecipients(view.id, { ...recipients, subject: event.currentTarget.value })} />
          </div>
          <p class="recipient-foot">
            {!hasBcc && recipients.bcc.length === 0 && <button type="button" class="link-button" onClick={() => setBcc(true)}>{t("mail.add_bcc")}</button>}
            {isChanged && <button type="button" class="link-button" onClick={() => setRecipients(view.id, null)}>{t("mail.as_usual")}</button>}
          </p>
        </div>
      )}
    </div>
  );
}
