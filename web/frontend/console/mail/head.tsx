/** Who wrote a mail to whom, about what; and whether the sender is who they say. */
import { Icon } from "../parts/icon";
import { realAddress, revealed } from "../parts/plain";
import type { Mail, Mailbox, Message } from "../store/types";
import { known, t, when } from "../text";
import { fullName, shortName } from "./addresses";

const SHORTLY = 2;

export function MailHead({ message }: { message: Message & { mail: Mail } }) {
  const { mail, kind } = message;
  const isDoubtful = kind === "in" && mail.proof !== "verified";
  return (
    <details class="mail-head">
      <summary>
        <span class="mail-line" dir="auto">
          {kind === "in" ? <bdi>{realAddress(mail.from[1])}</bdi> : t("mail.to_whom", { names: shortly(mail.to) })}
          {mail.cc.length > 0 && <span> · {t("mail.cc_whom", { names: shortly(mail.cc) })}</span>}
        </span>
        {isDoubtful && (
          <span class="mark mark-warn" title={t("mail.unverified_text")}>
            <Icon name="alert" size={12} /> {t("mail.unverified")}
          </span>
        )}
        {mail.auto_kind && <span class="mark">{t("message.auto")}</span>}
      </summary>
      <dl class="mail-details">
        <Line name={t("mail.from")} value={fullName(mail.from)} />
        <People name={t("mail.to")} people={mail.to} />
        <People name={t("mail.cc")} people={mail.cc} />
        <People name={t("mail.bcc")} people={mail.bcc} />
        <People name={t("mail.reply_to")} people={mail.reply_to ?? []} />
        <Line name={t("mail.subject")} value={revealed(mail.subject) || t("ticket.no_subject")} />
        {mail.sent_at && <Line name={t("mail.sent")} value={when.full(mail.sent_at)} />}
        {mail.mail_id && <Line name="Message-ID" value={mail.mail_id} />}
        {mail.attempts?.map((one) => <Line key={one.at} name={t("mail.attempt", { count: one.attempt })} value={`${when.full(one.at)}: ${known("mail.outcome_", one.outcome) ?? one.outcome}${one.detail && ` (${one.detail})`}`} />)}
        {isDoubtful && <Line name={t("mail.sender")} value={t("mail.unverified_text")} />}
      </dl>
    </details>
  );
}

function People({ name, people }: { name: string; people: readonly Mailbox[] }) {
  return people.length === 0 ? null : <Line name={name} value={people.map(fullName).join(", ")} />;
}

function Line({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </div>
  );
}

function shortly(people: readonly Mailbox[]): string {
  const names = people.slice(0, SHORTLY).map(shortName).join(", ");
  const others = people.length - SHORTLY;
  return others > 0 ? t("mail.and_others", { names, count: others }) : names;
}
