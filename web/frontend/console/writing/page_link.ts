/** The link to the customer's page of a ticket, in a text that others get as well. Pure. */
import { sameAddress } from "../mail/addresses";
import type { Identity, Mailbox } from "../store/types";

const LINK = /\{\{\s*ticket\.link\s*\}\}|https?:\/\/[^\s/]+\/my-ticket\/[\w-]{20,}/g;

export function hasPageLink(text: string): boolean {
  return text.search(LINK) >= 0;
}

/** A Markdown link keeps its words; a line that held nothing else goes. */
export function withoutPageLink(text: string): string {
  const bare = new RegExp(`<?(?:${LINK.source})>?`, "g");
  const named = new RegExp(`\\[([^\\]\\n]*)\\]\\((?:${LINK.source})\\)`, "g");
  return text
    .split("\n")
    .flatMap((line) => {
      if (!hasPageLink(line)) return [line];
      const left = line.replace(named, "$1").replace(bare, "").replace(/ {2,}/g, " ").trimEnd();
      return left.trim() ? [left] : [];
    })
    .join("\n");
}

/** Whom a mail goes to beside the customer; nobody is strange while it is not known who the customer is. */
export function othersAmong(people: readonly Mailbox[], identities: readonly Pick<Identity, "kind" | "address">[] | undefined): readonly Mailbox[] {
  if (!identities) return [];
  return people.filter(([, address]) => !identities.some((one) => one.kind === "email" && sameAddress(one.address, address)));
}
