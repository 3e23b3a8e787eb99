/** Changes shown before the server has agreed; taken back when it does not. */
import { signal } from "@preact/signals";
import type { Row } from "./store/types";

interface Pending {
  readonly key: number;
  readonly ticketId: number;
  readonly patch: Partial<Row>;
}

const pending = signal<readonly Pending[]>([]);
let nextKey = 1;

export function expect(ticketId: number, patch: Partial<Row>): () => void {
  const key = nextKey++;
  pending.value = [...pending.value, { key, ticketId, patch }];
  return () => {
    pending.value = pending.value.filter((one) => one.key !== key);
  };
}

/** The row as the agent should see it now. */
export function shown(row: Row): Row {
  const patches = pending.value.filter(({ ticketId }) => ticketId === row.id);
  return patches.length === 0 ? row : Object.assign({}, row, ...patches.map(({ patch }) => patch));
}
