/** Dialogs about other people's help, promises and calls, loaded when they are first wanted. */
import { showDialog } from "../parts/detached";

export function openApproval(ticketId: number): void {
  void showDialog(() => import("./approval_dialog").then((loaded) => loaded.default), { ticketId }, "help", "forms");
}

export function openSide(ticketId: number): void {
  void showDialog(() => import("./side_dialog").then((loaded) => loaded.default), { ticketId }, "help", "forms");
}

export function openPromise(ticketId: number): void {
  void showDialog(() => import("../writing/promise_dialog").then((loaded) => loaded.PromiseDialog), { ticketId }, "writing", "forms");
}

export function openCall(customerId: number): void {
  void showDialog(() => import("../customers/outside").then((loaded) => loaded.LogCall), { customerId, onDone: () => undefined }, "customers", "forms");
}
