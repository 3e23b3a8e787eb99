/** A desk, a network that does its worst, and two tabs that share one storage. */

import { cursors, gaps } from "../widget/state/history";
import { idle, step, type Input, type Machine } from "../widget/state/machine";
import { newLetter, targetOf, type Letter } from "../widget/state/outbox";
import type { Ack, DeskEvent, ServerFrame, Welcome } from "../widget/state/protocol";

type Sent = { client_id: string; text: string; to: number | null } | { ticket: number; seq: number };

interface DeskTicket {
  category: string;
  events: DeskEvent[];
  seen: number;
}

class Desk {
  readonly tickets = new Map<number, DeskTicket>();
  private readonly acks = new Map<string, Ack>();
  private clock = Date.UTC(2026, 10, 21);

  constructor(private readonly publish: (event: DeskEvent) => void) {}

  receive(sent: Sent): ServerFrame | null {
    if ("seq" in sent) {
      const ticket = this.tickets.get(sent.ticket)!;
      ticket.seen = Math.max(ticket.seen, sent.seq);
      return null;
    }
    if (sent.text.endsWith("refuse")) return { t: "refused", client_id: sent.client_id, code: "too_many" };
    return this.acks.get(sent.client_id) ?? this.store(sent);
  }

  agent(text: string): void {
    const current = this.current();
    if (current) this.add(current[0], { kind: "message", message: this.message({ text, from: "agent", client_id: null }) });
  }

  status(category: "resolved" | "closed"): void {
    const current = this.current();
    if (!current || current[1].category === category) return;
    current[1].category = category;
    this.add(current[0], { kind: "status", status: "resolved" });
  }

  welcome(known: Readonly<Record<string, number>>, most: number): Welcome {
    const tickets = [...this.tickets].map(([number, { category, events, seen }]) => ({ number, category, seq: events.length, customer_seen: seen, desk_seen: 0 }));
    const missed = [...this.tickets].map(([number, { events }]) => events.slice(known[number] ?? 0));
    return { t: "welcome", online: true, tickets, events: missed.flatMap((events) => events.slice(-most)), truncated: missed.some((events) => events.length > most) };
  }

  after(ticket: number, seq: number): DeskEvent[] {
    return this.tickets.get(ticket)!.events.slice(seq);
  }

  private store({ client_id, text, to }: { client_id: string; text: string; to: number | null }): Ack {
    const [number, ticket] = this.place(to) ?? this.open();
    if (ticket.category === "resolved") {
      ticket.category = "open";
      this.add(number, { kind: "status", status: "open" });
    }
    const event = this.add(number, { kind: "message", message: this.message({ text, from: "visitor", client_id }) });
    const ack: Ack = { t: "ack", client_id, ticket: number, seq: event.seq, at: event.message!.at, message: event.message! };
    this.acks.set(client_id, ack);
    return ack;
  }

  private place(to: number | null): [number, DeskTicket] | undefined {
    if (to === null) return this.current();
    const wanted = this.tickets.get(to);
    return wanted && wanted.category !== "closed" ? [to, wanted] : undefined;
  }

  private current(): [number, DeskTicket] | undefined {
    const newest = [...this.tickets].at(-1);
    return newest && newest[1].category !== "closed" ? newest : undefined;
  }

  private open(): [number, DeskTicket] {
    const number = 100 + this.tickets.size;
    this.tickets.set(number, { category: "new", events: [], seen: 0 });
    return [number, this.tickets.get(number)!];
  }

  private add(number: number, part: Pick<DeskEvent, "kind" | "message" | "status">): DeskEvent {
    const { events } = this.tickets.get(number)!;
    const seq = events.length + 1;
    const event = { ...part, ticket: number, seq, ...(part.message ? { message: { ...part.message, seq } } : {}) } as DeskEvent;
    events.push(event);
    this.publish(event);
    return event;
  }

  private message(of: { text: string; from: "agent" | "visitor"; client_id: string | null }) {
    return { ...of, seq: 0, name: null, html: of.text, at: new Date((this.clock += 1000)).toISOString(), attachments: [] };
  }
}

class Tab {
  machine: Machine = idle;
  isUp = false;
  toDesk: Sent[] = [];
  toTab: ServerFrame[] = [];

  constructor(private readonly letters: Map<string, Letter>) {}

  put(input: Input): void {
    const [next, effects] = step(this.machine, input);
    this.machine = next;
    for (const effect of effects) {
      if (effect.do === "keep") this.letters.set(effect.letter.id, effect.letter);
      else if (effect.do === "forget") this.letters.delete(effect.id);
      else if (this.isUp) this.toDesk.push(effect.do === "send" ? { client_id: effect.letter.id, text: effect.letter.text, to: effect.letter.ticket } : effect);
    }
  }

  sync(): void {
    this.put({ i: "letters", letters: this.letters.values() });
  }

  cut(): void {
    this.isUp = false;
    this.toDesk = [];
    this.toTab = [];
    this.put({ i: "down" });
  }

  reload(): void {
    this.cut();
    this.machine = idle;
    this.sync();
  }
}

export class Round {
  readonly letters = new Map<string, Letter>();
  readonly tabs = [new Tab(this.letters), new Tab(this.letters)] as const;
  readonly desk = new Desk((event) => this.tabs.forEach((tab) => tab.isUp && tab.toTab.push({ t: "event", ...event })));
  readonly written: string[] = [];
  readonly removed = new Set<string>();
  private state: number;
  private time = 0;

  constructor(seed: number) {
    this.state = seed;
  }

  /** One of everything that may happen. */
  anything(): void {
    const tab = this.pick(this.tabs);
    const act = this.pick<() => void>([
      () => this.write(tab), () => this.write(tab),
      () => this.desk.agent(`agent ${this.time}`), () => this.pick([() => this.desk.status("resolved"), () => this.desk.status("closed")])(),
      () => this.carryIn(tab), () => this.carryIn(tab), () => this.carryIn(tab),
      () => this.carryOut(tab), () => this.carryOut(tab), () => this.carryOut(tab), () => this.carryOut(tab),
      () => this.connect(tab), () => this.connect(tab), () => tab.cut(),
      () => tab.put({ i: "turn", on: this.random() < 0.7 }), () => tab.sync(), () => this.repair(tab),
      () => this.look(tab), () => this.random() < 0.3 && tab.reload(),
    ]);
    this.time++;
    act();
  }

  /** Then everything works again, for as long as it takes. */
  heal(): void {
    this.tabs.forEach((tab) => tab.cut());
    for (const letter of this.letters.values()) if (letter.text.endsWith("refuse")) this.remove(letter.id);
    for (let i = 0; i < 3; i++)
      for (const tab of this.tabs) {
        tab.sync();
        this.connect(tab);
        tab.put({ i: "turn", on: true });
        while (tab.toDesk.length || tab.toTab.length) {
          this.carryIn(tab);
          if (tab.toTab.length) tab.put({ i: "frame", frame: tab.toTab.shift()! });
        }
        this.repair(tab);
        for (const { number, floor } of tab.machine.history.values()) if (floor) tab.put({ i: "repaired", events: this.desk.after(number, 0) });
        for (const { id } of tab.machine.outbox) this.remove(id);
      }
  }

  private write(tab: Tab): void {
    tab.sync();
    const text = `text ${this.time}${this.random() < 0.05 ? " refuse" : ""}`;
    const { history, outbox } = tab.machine;
    const under = this.random() < 0.3 ? this.pick([0, ...history.keys()]) : null;
    const ticket = under === null ? null : targetOf(outbox, under, history.size > 0);
    const letter = newLetter(outbox, { id: `id ${this.time}`, text, attachments: [], now: this.time, ticket });
    this.written.push(text);
    this.letters.set(letter.id, letter);
    tab.sync();
  }

  private remove(id: string): void {
    const letter = this.letters.get(id);
    if (!letter?.text.endsWith("refuse")) return;
    this.removed.add(letter.text);
    this.tabs.forEach((tab) => tab.put({ i: "drop", id }));
  }

  private connect(tab: Tab): void {
    if (tab.isUp) return;
    tab.isUp = true;
    tab.toTab.push(this.desk.welcome(cursors(tab.machine.history), this.random() < 0.2 ? 3 : 1_000));
  }

  private carryIn(tab: Tab): void {
    const sent = tab.toDesk.shift();
    const answer = sent && this.desk.receive(sent);
    if (answer) tab.toTab.push(answer);
  }

  /** In order, twice, out of order, or never; a welcome opens the connection and always comes first. */
  private carryOut(tab: Tab): void {
    if (!tab.toTab.length) return;
    const chance = tab.toTab[0]!.t === "welcome" ? 1 : this.random();
    if (chance < 0.05) tab.toTab.shift();
    else if (chance < 0.2) tab.put({ i: "frame", frame: tab.toTab.splice(Math.floor(this.random() * tab.toTab.length), 1)[0]! });
    else if (chance < 0.35) tab.put({ i: "frame", frame: tab.toTab[0]! });
    else tab.put({ i: "frame", frame: tab.toTab.shift()! });
  }

  private repair(tab: Tab): void {
    for (const gap of gaps(tab.machine.history)) tab.put({ i: "repaired", events: this.desk.after(gap.ticket, gap.after) });
  }

  private look(tab: Tab): void {
    for (const ticket of tab.machine.history.values()) tab.put({ i: "viewed", ticket: ticket.number, seq: ticket.cursor });
  }

  private pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.random() * from.length)]!;
  }

  /** mulberry32 */
  private random(): number {
    let value = (this.state = (this.state + 0x6d2b79f5) | 0);
    value = Math.imul(value ^ (value >>> 15), value | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }
}
