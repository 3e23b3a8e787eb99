/** This browser and pushes: whether it takes them, having it told, and keeping that true. */
import { api } from "../api";
import type { PushDevice } from "./types";

export type Ability = "ready" | "denied" | "impossible";

export function ability(): Ability {
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis) || !("Notification" in globalThis)) return "impossible";
  return Notification.permission === "denied" ? "denied" : "ready";
}

/** Ask the agent's leave, then have the desk tell this browser. False where leave was not given. */
export async function tellThisBrowser(): Promise<boolean> {
  if ((await Notification.requestPermission()) !== "granted") return false;
  const { pushManager } = await navigator.serviceWorker.ready;
  const { key } = await api<{ key: string }>("GET", "/api/news/key");
  const wanted = bytes(key);
  const known = await pushManager.getSubscription();
  // one that was made for another key of the desk is of no use to it
  if (known && !isOf(known, wanted)) await known.unsubscribe();
  await name(await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: wanted }));
  return true;
}

export async function stopTelling(device: PushDevice): Promise<void> {
  await api("DELETE", `/api/news/devices/${device.id}`);
  if (!device.is_current) return;
  const worker = await navigator.serviceWorker.getRegistration();
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}

/** Whoever signs in anew in a browser that takes pushes is told there as before; the desk forgets with each session. */
export async function keepTelling({ pushManager }: ServiceWorkerRegistration): Promise<void> {
  if (ability() !== "ready" || Notification.permission !== "granted") return;
  const subscription = await pushManager.getSubscription();
  if (!subscription) return;
  const devices = await api<PushDevice[]>("GET", "/api/news/devices");
  if (!devices.some(({ is_current }) => is_current)) await name(subscription);
}

async function name(subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON();
  await api("POST", "/api/news/devices", { endpoint, p256dh: keys?.["p256dh"], auth: keys?.["auth"] });
}

function isOf({ options }: PushSubscription, key: Uint8Array): boolean {
  const own = options.applicationServerKey ? new Uint8Array(options.applicationServerKey) : null;
  return own !== null && own.length === key.length && own.every((byte, at) => byte === key[at]);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
