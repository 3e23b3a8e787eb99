/** The one place that joins the protocol's machine to the connection, the storage, the other tabs and the screen. */

import { computed, signal } from "@preact/signals";
import { uuid } from "../../shared/dom";
import { Link } from "../link/link";
import { fetchEvents, Repair } from "../link/repair";
import { cursors, gaps, newestTicket, unloaded, unreadCount } from "../state/history";
import { idle, step, type Effect, type Input } from "../state/machine";
import { newLetter, nextLetter, type Letter } from "../state/outbox";
import type { Attachment, DeskEvent, ServerFrame } from "../state/protocol";
import { box, channel } from "./channel";
import { forgetLetter, isLetterName, keepLetter, readLetters } from "./letters";
import { page } from "./settings";
import { wantedLocale } from "../words/words";
import { newsIn, tellNews } from "./news";
import { openTabs } from "./tabs";
import { needToken, readToken } from "./token";
import { openTurn } from "./turn";

const ackPatienceMs = 10_000;
const otherTabMs = 1_500;

export const machine = signal(idle);
/** No connection for a while: worth a banner. */
export const isOffline = signal(false);
export const unread = computed(() => unreadCount(machine.value.history));

const frameListeners = new Set<(frame: ServerFrame) => void>();
const mine = new Set<string>();
let link: Link | null = null;
let linkToken: string | null = null;
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
    hello: () => ({ t: "hello", token: (linkToken = readToken(box)), cursors: cursors(machine.peek().history), locale: wantedLocale(), page: page.peek() }),
    cursor: () => {
      const ticket = newestTicket(machine.peek().history);
      return ticket && { ticket: ticket.number, after: ticket.cursor };
    },
    onFrame: receive,
    onDown: () => dispatch({ i: "down" }),
    onOffline: (offline) => void (isOffline.value = offline),
  });
}

export function hasToken(): boolean {
  return readToken(box) !== null;
}

/** Start with the letters an earlier page left behind, and follow the other tabs. */
export function followTabs(): void {
  readAllLetters();
  box.watch((name) => {
    if (isLetterName(name)) readAllLetters();
    if (name === "token" && readToken(box) !== linkToken) link ? link.restart() : connect();
  });
  document.addEventListener("visibilitychange", readAllLetters);
}

/** Put a message into the outbox; it leaves when it can. */
export function write(text: string, attachments: readonly Attachment[]): void {
  needToken(box);
  const letter = newLetter(machine.peek().outbox, { id: uuid(), text, attachments, now: Date.now() });
  mine.add(letter.id);
  keepLetter(box, letter);
  readAllLetters();
  connect();
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

export function tellTyping(on: boolean): void {
  if (machine.peek().live) link?.send({ t: "typing", on });
}

/** Load the older part of the newest ticket that has one. */
export async function loadOlder(): Promise<void> {
  const ticket = unloaded(machine.peek().history)[0];
  const token = readToken(box);
  if (!ticket || !token) return;
  await fetchEvents(token, { ticket: ticket.number, after: 0, until: ticket.floor }, (events) => dispatch({ i: "repaired", events }));
}

function receive(frame: ServerFrame): void {
  const events = newsIn(frame);
  spread(events, () => dispatch({ i: "frame", frame }));
  for (const listener of frameListeners) listener(frame);
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
  link?.send({ t: "send", client_id: letter.id, token: needToken(box), ticket: null, text: letter.text, attachments });
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
