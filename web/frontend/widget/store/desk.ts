/** The one place that joins the protocol's machine to the connection, the storage, the other tabs and the screen. */

import { computed, signal } from "@preact/signals";
import { uuid } from "../../shared/dom";
import { Link } from "../link/link";
import { fetchEvents, Repair } from "../link/repair";
import { ask } from "../link/rest";
import { cursors, gaps, newestTicket, unreadCount } from "../state/history";
import { idle, step, type Effect, type Input } from "../state/machine";
import { newLetter, nextLetter, targetOf, type Letter } from "../state/outbox";
import type { Attachment, DeskEvent, Page, ServerFrame, Welcome } from "../state/protocol";
import { box, channel } from "./channel";
import { forgetLetter, isLetterName, keepLetter, readLetters } from "./letters";
import { loadConfig, page } from "./settings";
import { wantedLocale } from "../words/words";
import { forgetNews, newsIn, tellNews } from "./news";
import { answers, askAgain, keepAnswers, readAnswers } from "./answers";
import { openTabs } from "./tabs";
import { needToken, readToken } from "./token";
import { openTurn } from "./turn";

const ackPatienceMs = 10_000;
const otherTabMs = 1_500;

export const machine = signal(idle);
/** No connection for a while: worth a banner. */
export const isOffline = signal(false);
/** What the desk said of this visitor when they connected. */
export const standing = signal<Welcome | null>(null);
/** Who the site says this is, signed by it. */
export const identity = signal<unknown>(null);
export const unread = computed(() => unreadCount(machine.value.history));

const frameListeners = new Set<(frame: ServerFrame) => void>();
const mine = new Set<string>();
let link: Link | null = null;
let linkToken: string | null = null;
let watched = 0;
let hasLooked = false;
let awaited: string | null = null;
let ackTimer: ReturnType<typeof setTimeout> | undefined;
let turnTimer: ReturnType<typeof setTimeout> | undefined;

const turn = openTurn(box, channel, (on) => dispatch({ i: "turn", on }));
const tabs = openTabs(channel, ({ ticket, seq }) => dispatch({ i: "viewed", ticket, seq }));
const repair = new Repair({
  token: () => readToken(box),
  gaps: () => gaps(machine.peek().history),
  onEvents: (events) => spread(events, () => dispatch({ i: "repaired", events })),
});

/** Call back for every frame, also those that store nothing. */
export function onFrame(listener: (frame: ServerFrame) => void): void {
  frameListeners.add(listener);
}

/** Connect when there is something to hear: the panel is open or this visitor has written before. */
export function connect(): void {
  if (link) return;
  linkToken = readToken(box);
  link = new Link({
    token: () => readToken(box),
    identity: () => identity.peek(),
    hello: () => ({ t: "hello", token: (linkToken = readToken(box)), cursors: cursors(machine.peek().history), locale: wantedLocale(), page: page.peek(), ...(identity.peek() && linkToken ? { identity: identity.peek() } : {}) }),
    cursor: () => {
      const { history } = machine.peek();
      const ticket = history.get(watched) ?? newestTicket(history);
      return ticket && { ticket: ticket.number, after: ticket.cursor };
    },
    onFrame: receive,
    onDown: () => dispatch({ i: "down" }),
    onOffline: (offline) => void (isOffline.value = offline),
  });
}

/** Ask for the history by a plain request as well: it is there two trips before what a socket, which has to be opened, brings. */
export async function lookAhead(): Promise<void> {
  const token = readToken(box);
  if (!token || hasLooked || machine.peek().live || identity.peek()) return;
  hasLooked = true;
  const seen = await ask<Omit<Welcome, "t">>("events", { token }).catch(() => null);
  if (!seen || machine.peek().history.size || readToken(box) !== token) return;
  dispatch({ i: "ahead", frame: { ...seen, t: "welcome" } });
}

export function hasToken(): boolean {
  return readToken(box) !== null;
}

/** Start with the letters an earlier page left behind, and follow the other tabs. */
export function followTabs(): void {
  readAllLetters();
  box.watch((name) => {
    if (isLetterName(name)) readAllLetters();
    // The tab that had a message taken says so before the desk tells us of the message.
    if (name === "answers" && !readAnswers()) setTimeout(() => readAnswers() || settle(), otherTabMs);
    if (name === "token") followToken();
  });
  document.addEventListener("visibilitychange", () => {
    readAllLetters();
    if (linkToken) followToken(); // not every browser told us
  });
}

function followToken(): void {
  if (readToken(box) === linkToken) return;
  if (linkToken) leave(); // another tab was told that they signed out, or that it is somebody else
  link ? link.restart() : connect();
}

/** Put a message into the outbox; it leaves when it can. */
export function write(text: string, attachments: readonly Attachment[], under: number): string {
  needToken(box);
  const { history, outbox } = machine.peek();
  const letter = newLetter(outbox, { id: uuid(), text, attachments, now: Date.now(), ticket: targetOf(outbox, under, history.size > 0) });
  mine.add(letter.id);
  keepLetter(box, letter);
  readAllLetters();
  connect();
  return letter.id;
}

export function writeAgain(id: string): void {
  mine.add(id);
  dispatch({ i: "again", id });
}

export function dropLetter(id: string): void {
  dispatch({ i: "drop", id });
}

export function markViewed(ticket: number, seq: number): void {
  const known = machine.peek().history.get(ticket);
  if (!known || known.visitorSeen >= Math.min(seq, known.cursor)) return;
  const viewed = { ticket, seq: Math.min(seq, known.cursor) };
  dispatch({ i: "viewed", ...viewed });
  tabs.tellViewed(viewed);
}

export function tellTyping(on: boolean, ticket: number): void {
  const { live, history } = machine.peek();
  if (live && (ticket || !history.size)) link?.send({ t: "typing", on, ticket: ticket || null });
}

/** The visitor went on to another page of the site. */
export function tellPage(page: Page): void {
  if (hasToken()) link?.send({ t: "page", page });
}

/** The ticket that is listened to first where only one can be. */
export function watch(ticket: number): void {
  watched = ticket;
}

/** Say who the site says this is; nothing is kept or sent before the visitor has opened the chat. */
export function identify(): void {
  needToken(box);
  if (link) link.restart();
  else connect();
}

/** Be nobody again: no token, no letters, no history. */
export function forget(): void {
  box.names("").forEach((name) => box.set(name, null));
  leave();
  link?.restart();
}

function leave(): void {
  mine.clear();
  forgetNews();
  standing.value = null;
  dispatch({ i: "forget" });
}

/** Remember, over pages, that this browser's token is somebody's whom the site has named. */
export function markNamed(): void {
  if (hasToken()) box.set("named", "1");
}

export function isNamed(): boolean {
  return box.get("named") !== null;
}

/** Load the older part of a ticket. */
export async function loadOlder(number: number): Promise<void> {
  const ticket = machine.peek().history.get(number);
  const token = readToken(box);
  if (!ticket?.floor || !token) return;
  await fetchEvents(token, { ticket: ticket.number, after: 0, until: ticket.floor }, (events) => dispatch({ i: "repaired", events }));
}

function receive(frame: ServerFrame): void {
  if (frame.t === "ack") settle();
  if (frame.t === "refused" && (frame.code === "form" || frame.code === "consent")) {
    askAgain();
    void loadConfig(true);
  }
  const events = newsIn(frame);
  spread(events, () => dispatch({ i: "frame", frame }));
  // Last: who turns out to be somebody else begins anew, and nothing of this welcome may come after that.
  if (frame.t === "welcome") standing.value = frame;
  for (const listener of frameListeners) listener(frame);
}

/** What was filled in and agreed to is with the desk now. */
function settle(): void {
  keepAnswers(null);
  if (standing.peek()) standing.value = { ...standing.peek()!, consented: true };
}

function spread(events: readonly DeskEvent[], apply: () => void): void {
  const known = machine.peek().history;
  apply();
  tellNews(events, known);
}

/** Storage tells what all tabs wrote; what this one wrote stays even if the browser has emptied its storage. */
function readAllLetters(): void {
  const own = machine.peek().outbox.filter((letter) => mine.has(letter.id) && !letter.refused);
  dispatch({ i: "letters", letters: [...own, ...readLetters(box)] });
}

function dispatch(input: Input): void {
  const [next, effects] = step(machine.peek(), input);
  machine.value = next;
  effects.forEach(perform);
  repair.check();
  followTurn();
  followAck();
}

function perform(effect: Effect): void {
  if (effect.do === "keep") keepLetter(box, effect.letter);
  else if (effect.do === "forget") forgetLetter(box, effect.id);
  else if (effect.do === "seen") link?.send({ t: "seen", ticket: effect.ticket, seq: effect.seq });
  else sendLetter(effect.letter);
}

function sendLetter(letter: Letter): void {
  const attachments = letter.attachments.map(({ id }) => id);
  link?.send({ t: "send", client_id: letter.id, token: needToken(box), ticket: letter.ticket, text: letter.text, attachments, ...answers.peek() });
}

/** The tab that wrote a letter sends it; another one steps in when it does not. */
function followTurn(): void {
  clearTimeout(turnTimer);
  const { live, outbox } = machine.peek();
  const next = nextLetter(outbox);
  if (!live || !next) turn.giveBack();
  else if (mine.has(next.id) || Date.now() - next.at > otherTabMs) turn.want();
  else turnTimer = setTimeout(followTurn, otherTabMs);
}

function followAck(): void {
  const { inFlight } = machine.peek();
  if (inFlight === awaited) return;
  awaited = inFlight;
  clearTimeout(ackTimer);
  if (inFlight) ackTimer = setTimeout(() => link?.restart(), ackPatienceMs);
}
