/** Dialogs that join and part tickets, loaded when they are first wanted. */
import { render, type FunctionComponent } from "preact";
import { ticketAtHand } from "../commands";
import { rows } from "../session";
import type { Row } from "../store/types";
import { loadWords } from "../text";
import { tell } from "../toasts";

type Dialog = FunctionComponent<{ row: Row; onClose: () => void }>;

export function openJoin(id: number): void {
  void show(id, () => import("./join_dialog"));
}

export function joinAtHand(): void {
  const row = ticketAtHand();
  if (row && row.merged_into_id == null) openJoin(row.id);
}

export function openSplit(id: number): void {
  void show(id, () => import("./split_dialog"));
}

async function show(id: number, load: () => Promise<{ default: Dialog }>): Promise<void> {
  try {
    const [{ default: Shown }] = await Promise.all([load(), loadWords("merging"), loadWords("forms")]);
    const row = rows.peek().get(id);
    if (!row) return;
    const root = document.createElement("div");
    document.body.append(root);
    const close = (): void => {
      render(null, root);
      root.remove();
    };
    render(<Shown row={row} onClose={close} />, root);
  } catch (error) {
    tell(error);
  }
}
