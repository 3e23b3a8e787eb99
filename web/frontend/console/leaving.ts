/** Signing out: nothing that was written stays in this browser, and nothing unsent goes unasked. */
import { api } from "./api";
import { stopLive } from "./live";
import { outgoing } from "./outbox";
import { myId } from "./session";
import { loadWords, t } from "./text";
import { toast } from "./toasts";

const LASTS_MS = 20_000;

export async function leave(): Promise<void> {
  const count = outgoing.value.length;
  if (count === 0) return go();
  await loadWords("app");
  toast(t("leave.unsent", { count }), { lastsMs: LASTS_MS, action: { label: t("leave.anyway"), run: () => void go() } });
}

async function go(): Promise<void> {
  await api("DELETE", "/api/me/session");
  stopLive();
  await forget();
  location.assign("/sign-in");
}

/** Drafts are on the server; what is kept here is only what was on its way. The code of the page holds nobody's words, and goes all the same. */
async function forget(): Promise<void> {
  try {
    const own = new RegExp(`^helpdesk\\.[a-z_]+\\.${myId()}\\.`);
    for (const key of Object.keys(localStorage)) if (own.test(key)) localStorage.removeItem(key);
    for (const name of await caches.keys()) if (name.startsWith("helpdesk.")) await caches.delete(name);
  } catch {
    // storage is blocked, or plain http has no caches: then nothing was kept
  }
}
