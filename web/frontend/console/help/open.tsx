/** Dialogs about other people's help, loaded when they are first wanted. */
import { render, type FunctionComponent } from "preact";
import { loadWords } from "../text";
import { tell } from "../toasts";

type Dialog = FunctionComponent<{ ticketId: number; onClose: () => void }>;

export function openApproval(ticketId: number): void {
  void show(ticketId, () => import("./approval_dialog"));
}

export function openSide(ticketId: number): void {
  void show(ticketId, () => import("./side_dialog"));
}

async function show(ticketId: number, load: () => Promise<{ default: Dialog }>): Promise<void> {
  try {
    const [{ default: Shown }] = await Promise.all([load(), loadWords("help"), loadWords("forms")]);
    const root = document.createElement("div");
    document.body.append(root);
    const close = (): void => {
      render(null, root);
      root.remove();
    };
    render(<Shown ticketId={ticketId} onClose={close} />, root);
  } catch (error) {
    tell(error);
  }
}
