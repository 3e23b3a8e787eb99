/** The console as an app of its own: its worker, and the word about a newer build. */
import { workerUrl } from "../shared/dom";
import { connection } from "./session";
import { t } from "./text";
import { toast } from "./toasts";

const LONG_MS = 86_400_000;

/** On plain http, and where people have switched it off, there is no worker; nothing else differs. */
export async function install(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers) return;
  const wasThere = workers.controller !== null;
  workers.addEventListener("controllerchange", () => wasThere && tellOfUpdate());
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

function tellOfUpdate(): void {
  toast(t("app.updated"), { lastsMs: LONG_MS, action: { label: t("app.reload"), run: () => location.reload() } });
}
