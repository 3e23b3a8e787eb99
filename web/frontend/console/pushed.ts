/** A push that is clicked opens its place here, also while the page is still coming up; what was read needs no notification. */
import { hasRung } from "./news/rung";
import { visit } from "./route";

export function startPushed(): void {
  workers()?.addEventListener("message", ({ data, ports }: MessageEvent) => {
    const { open, rung } = (data ?? {}) as { open?: unknown; rung?: unknown };
    if (typeof open === "string") visit(open);
    if (typeof rung === "string") ports[0]?.postMessage(hasRung(rung));
  });
}

/** Take away what the system still shows: of these tickets, or all of it. */
export async function putAway(tickets?: readonly number[]): Promise<void> {
  const registration = await workers()?.getRegistration();
  for (const notification of (await registration?.getNotifications()) ?? []) {
    const { ticket } = (notification.data ?? {}) as { ticket?: number | null };
    if (!tickets || (typeof ticket === "number" && tickets.includes(ticket))) notification.close();
  }
}

function workers(): ServiceWorkerContainer | undefined {
  return navigator.serviceWorker as ServiceWorkerContainer | undefined;
}
