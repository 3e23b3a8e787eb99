/** All the console knows of the desk, as one immutable value. */
import type { Promised } from "../writing/types";
import type { Order, Place } from "./order";
import { Paged } from "./paged";
import type { UsualRecipients } from "./ticket_answer";
import type {
  Assignment, Customer, Draft, DraftMode, Entry, HelpSums, Link, Message, Presence, Row, SkillLevel, SlaClock, Thread, Viewer, Workspace,
} from "./types";
import type { Sort } from "./views";

export interface List {
  readonly view: string;
  readonly sort: Sort;
  /** Events up to this position are in the answer that made the list. */
  readonly position: number;
  readonly order: Order;
  /** Up to where the order is whole; what lies behind is to be fetched. Null: nothing does. */
  readonly cut: Place | null;
}
export interface TicketView {
  readonly id: number;
  readonly position: number;
  readonly skills: readonly SkillLevel[];
  readonly links: readonly Link[];
  readonly threads: readonly Thread[];
  /** Ascending by id. */
  readonly messages: readonly Message[];
  readonly entries: readonly Entry[];
  readonly hasMore: boolean;
  readonly assignment: Assignment | null;
  readonly sla: readonly SlaClock[];
  readonly drafts: Readonly<Partial<Record<DraftMode, Draft>>>;
  readonly customerId: number | null;
  readonly following: boolean;
  /** Lent for an approval, or read along: nothing can be changed. */
  readonly readOnly: boolean;
  readonly help: HelpSums;
  /** As they were when the ticket was fetched; later changes are asked for. */
  readonly promises: readonly Promised[];
  readonly usual: UsualRecipients | null;
}
export interface History {
  readonly customerId: number;
  readonly position: number;
  readonly messages: readonly Message[];
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
}
export interface State {
  readonly me: number;
  readonly position: number;
  readonly workspace: Workspace | null;
  readonly presence: ReadonlyMap<number, Presence>;
  readonly counts: Readonly<Record<string, number>>;
  readonly countsPosition: number;
  readonly rows: Paged<Row>;
  readonly lists: ReadonlyMap<string, List>;
  readonly tickets: ReadonlyMap<number, TicketView>;
  readonly customers: ReadonlyMap<number, Customer>;
  readonly histories: ReadonlyMap<number, History>;
  readonly viewers: ReadonlyMap<number, readonly Viewer[]>;
  readonly customerTyping: ReadonlySet<number>;
}

export function emptyState(me: number): State {
  return {
    me,
    position: 0,
    workspace: null,
    presence: new Map(),
    counts: {},
    countsPosition: 0,
    rows: Paged.empty<Row>(),
    lists: new Map(),
    tickets: new Map(),
    customers: new Map(),
    histories: new Map(),
    viewers: new Map(),
    customerTyping: new Set(),
  };
}

export function listKey(view: string, sort: string): string {
  return `${view} ${sort}`;
}
