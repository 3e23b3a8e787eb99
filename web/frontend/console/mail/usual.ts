/** Whom a reply by mail goes to when nobody says otherwise. Pure. */
import type { Mail, Message, Recipients } from "../store/types";
import { joined, without } from "./addresses";

/** Back to the writer and to everybody who had a copy, but never to ourselves. */
export function usualRecipients({ kind, mail }: { kind: Message["kind"]; mail: Mail }, own: readonly string[]): Recipients {
  const subject = /^re:/iu.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`;
  if (kind === "out") return { to: mail.to, cc: mail.cc, bcc: [], subject: mail.subject };
  const to = mail.reply_to?.length ? mail.reply_to : [mail.from];
  const copies = without(joined([], [...mail.to, ...mail.cc]), [...own, ...to.map(([, address]) => address)]);
  return { to, cc: copies, bcc: [], subject };
}
