/** Addresses as people type and paste them: "Vera Lind <vera@x.example>, boris@y.example". Pure. */
import { realAddress, revealed } from "../parts/plain";
import type { Mailbox } from "../store/types";

/** Near enough: the desk checks again, and the mail server has the last word. */
const ADDRESS = /^[^\s\p{C}@<>()[\],;:"\\]+@[^\s\p{C}@<>()[\],;:"\\]+\.[^\s\p{C}@<>()[\],;:"\\.]{2,}$/u;
/** Between mailboxes, but not within a quoted name or within <>. */
const BETWEEN = /[,;\n]+(?=(?:[^"]*"[^"]*")*[^"]*$)(?![^<]*>)/u;

export interface Read {
  readonly found: readonly Mailbox[];
  /** What is no address, as it was typed. */
  readonly rest: string;
}

export function readAddresses(text: string): Read {
  const found: Mailbox[] = [];
  const rest: string[] = [];
  for (const part of text.split(BETWEEN).map((one) => one.trim())) {
    const mailbox = readOne(part);
    if (mailbox) found.push(mailbox);
    else if (part) rest.push(part);
  }
  return { found, rest: rest.join(", ") };
}

function readOne(text: string): Mailbox | null {
  const named = /^(.*?)\s*<([^<>]+)>$/su.exec(text);
  const [name, address] = named ? [named[1]!.trim().replace(/^"(.*)"$/su, "$1"), named[2]!.trim()] : ["", text];
  return ADDRESS.test(address) ? [name, address] : null;
}

export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Without those that are there already, each once. */
export function joined(before: readonly Mailbox[], added: readonly Mailbox[]): Mailbox[] {
  const all = [...before];
  for (const mailbox of added) if (!all.some(([, address]) => sameAddress(address, mailbox[1]))) all.push(mailbox);
  return all;
}

/** A name that looks like an address may be another one than mail goes to. */
export function shortName([name, address]: Mailbox): string {
  return name && !name.includes("@") ? revealed(name) : realAddress(address);
}

export function fullName([name, address]: Mailbox): string {
  return name ? `${revealed(name)} <${realAddress(address)}>` : realAddress(address);
}
