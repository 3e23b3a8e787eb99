/** What the desk and the kept answers have for the letters in the palette: tickets, customers, templates. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { ticketAtHand } from "../commands";
import { focusComposer, mode } from "../composer/mode";
import { openCustomer } from "../customers/going";
import { change } from "../live";
import { channelIcon } from "../parts/icon";
import { revealed, withoutMarks } from "../parts/plain";
import { go } from "../route";
import { loadRows } from "../store/load";
import type { Row } from "../store/types";
import { t } from "../text";
import { tell } from "../toasts";
import { findTemplates } from "../writing/finding";
import { onTicket, useTemplate } from "../writing/offers";
import { needTemplates, templates } from "../writing/templates";
import type { Template } from "../writing/types";
import type { Command } from "./commands";

interface Found { readonly tickets: readonly Row[]; readonly customers: readonly { id: number; name: string }[] }

const NOTHING: Found = { tickets: [], customers: [] };
const ASK_AFTER_MS = 200;
const LEAST_LETTERS = 2;
const MOST = 5;

/** Tickets and customers; those of the last letters stay until those of the next are there. */
export function useFound(query: string): Command[] {
  const [found, setFound] = useState(NOTHING);
  const wanted = query.trim();
  useEffect(() => {
    if (wanted.length < LEAST_LETTERS) return setFound(NOTHING);
    const control = new AbortController();
    const timer = setTimeout(() => void ask(wanted, control.signal).then(setFound, () => undefined), ASK_AFTER_MS);
    return () => (clearTimeout(timer), control.abort());
  }, [wanted]);
  return [...found.customers.slice(0, MOST).map(toCustomer), ...found.tickets.slice(0, MOST).map(toTicket)];
}

async function ask(wanted: string, signal: AbortSignal): Promise<Found> {
  const found = await api<Found>("GET", `/api/search?${new URLSearchParams({ q: wanted, limit: String(MOST) })}`, undefined, signal);
  change((now) => loadRows(now, [...found.tickets], 0));
  return found;
}

function toCustomer({ id, name }: { id: number; name: string }): Command {
  return { id: `customer ${id}`, label: revealed(name) || t("author.customer"), hint: t("author.customer"), icon: "user", run: () => openCustomer(id) };
}

function toTicket({ id, number, subject, preview, customer, channel }: Row): Command {
  return { id: `ticket ${id}`, label: `#${number} ${revealed(withoutMarks(subject || preview))}`, hint: revealed(customer.name), icon: channelIcon(channel.kind), run: () => go({ ticket: id }) };
}

/** Kept answers, while there is a ticket to answer. */
export function useAnswers(query: string): Command[] {
  const row = ticketAtHand();
  useEffect(() => void (row && needTemplates().catch(() => undefined)), [row?.id]);
  if (!row || query.trim().length < LEAST_LETTERS) return [];
  return findTemplates(templates.value, query, MOST).map((template) => ({ id: `answer ${template.id}`, label: template.name, hint: template.folder, icon: "note", run: () => put(template, row) }));
}

function put(template: Template, { id, language }: Row): void {
  focusComposer(mode.peek());
  requestAnimationFrame(() => {
    const area = document.querySelector<HTMLTextAreaElement>("#composer");
    if (area) useTemplate(template, onTicket(area, id, mode.peek()), language ?? "").catch(tell);
  });
}
