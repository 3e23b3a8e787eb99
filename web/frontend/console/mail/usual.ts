/** Whom a reply by mail goes to where the desk cannot be asked: its writer alone, and nobody when that is not clear. Pure. */
import type { Mail, Message, Recipients } from "../store/types";

export function usualRecipients({ kind, mail }: { kind: Message["kind"]; mail: Mail }): Recipients {
  if (kind === "out") return { to: mail.to, cc: mail.cc, bcc: [], subject: mail.subject };
  const subject = /^re:/iu.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`;
  return { to: mail.proof === "unclear" ? [] : [mail.from], cc: [], bcc: [], subject };
}
