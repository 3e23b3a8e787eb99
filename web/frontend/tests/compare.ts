/** Reads (from the file named) a snapshot, the frames after it and a later snapshot; prints where "snapshot + frames" differs from the later one. */
import { readFileSync } from "node:fs";
import { applyFrames } from "../console/store/apply";
import type { LiveFrame } from "../console/store/frames";
import { loadCounts, loadCustomer, loadHistory, loadList, loadTicket, loadWorkspace } from "../console/store/load";
import { wantsRefetch } from "../console/store/refetch";
import { emptyState, type State } from "../console/store/state";
import type { TicketAnswer } from "../console/store/ticket_answer";
import type { Customer, HistoryAnswer, ListAnswer, Workspace } from "../console/store/types";

interface Snapshot {
  me: number;
  workspace: Workspace;
  counts: { position: number; counts: Record<string, number> };
  lists: ListAnswer[];
  ticket: TicketAnswer;
  customer: Customer;
  history: HistoryAnswer;
}
interface Input { before: Snapshot; frames: LiveFrame[]; after: Snapshot }

function load(snapshot: Snapshot): State {
  let state = loadWorkspace(emptyState(snapshot.me), snapshot.workspace);
  state = loadCounts(state, snapshot.counts);
  for (const list of snapshot.lists) state = loadList(state, list);
  state = loadTicket(state, snapshot.ticket);
  state = loadCustomer(state, snapshot.customer);
  return loadHistory(state, snapshot.customer.id, { answer: snapshot.history, side: "around" });
}

/** All a person can see, as plain values; positions and what is never stored are left out. */
function seen(state: State, snapshot: Snapshot): unknown {
  const ids = new Set([...state.lists.values()].flatMap(({ order }) => [...order.ids]));
  const view = state.tickets.get(snapshot.ticket.ticket.id)!;
  const history = state.histories.get(snapshot.customer.id)!;
  return {
    rows: Object.fromEntries([...ids].sort((a, b) => a - b).map((id) => [id, state.rows.get(id)])),
    lists: Object.fromEntries([...state.lists].map(([key, { order }]) => [key, pairs(order)])),
    counts: state.counts,
    // promises and usual recipients come with the ticket and are asked for by themselves when they change
    ticket: { ...view, position: 0, promises: [], usual: null },
    customer: state.customers.get(snapshot.customer.id),
    history: { ...history, position: 0 },
    workspace: { ...state.workspace, position: 0, presence: [] },
    presence: Object.fromEntries([...state.presence].sort(([a], [b]) => a - b)),
  };
}

function pairs({ ids, keys }: { ids: Float64Array; keys: Float64Array }): string[] {
  return [...ids].map((id, at) => `${id} at ${keys[at]}`);
}

function differences(path: string, one: unknown, other: unknown): string[] {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return Object.is(one, other) ? [] : [`${path}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`];
  }
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].flatMap((name) => differences(`${path}.${name}`, (one as never)[name], (other as never)[name]));
}

/** As the console does: after some frames it loads the ticket anew, with its customer and their history. */
function refetched(state: State): State {
  const { ticket, customer, history } = input.after;
  if (!input.frames.some((frame) => wantsRefetch(frame, ticket.ticket.id))) return state;
  const fresh = loadCustomer(loadTicket(state, ticket), customer);
  const histories = new Map(fresh.histories);
  histories.delete(customer.id);
  return loadHistory({ ...fresh, histories }, customer.id, { answer: history, side: "around" });
}

const input = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Input;
const live = seen(refetched(applyFrames(load(input.before), input.frames)), input.before);
const fresh = seen(load(input.after), input.after);
process.stdout.write(JSON.stringify(differences("", live, fresh)));
