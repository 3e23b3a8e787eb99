/** The console as an app of its own: its worker, and a newer build when there is one. */
import { workerUrl } from "../shared/dom";
import { startRenewal } from "./renewal";
import { connection } from "./session";

/** On plain http, and where people have switched it off, there is no worker; nothing else differs. */
export async function install(): Promise<void> {
  startRenewal();
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers) return;
  const registration = await workers.register(workerUrl()).catch(() => null);
  if (!registration) return;
  lookForUpdates(registration);
  if (globalThis.Notification?.permission === "granted") await import("./news/push").then(({ keepTelling }) => keepTelling(registration)).catch(() => undefined);
}

/** A desk that was updated was away for a moment: whoever comes back asks. */
function lookForUpdates(registration: ServiceWorkerRegistration): void {
  let isFirst = true;
  connection.subscribe((now) => {
    if (now === "live" && !isFirst) void registration.update().catch(() => undefined);
    isFirst = false;
  });
}
