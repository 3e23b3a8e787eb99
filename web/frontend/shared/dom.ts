/** Small things of the page itself: safe HTML, random ids, storage that may be missing. */

interface Rules {
  createHTML(text: string): string;
  createScriptURL(text: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: Rules): Rules;
}

const WORKER = "/worker.js";
// the one script that is ever named by code
const rules: Rules = { createHTML: (text) => text, createScriptURL: () => WORKER };
let policy: Rules | undefined;

function door(): Rules {
  return (policy ??= trustedTypes()?.createPolicy("helpdesk", rules) ?? rules);
}

/** Put HTML that the server has sanitised into an element: the only door to innerHTML (Trusted Types policy "helpdesk"). */
export function setServerHtml(element: Element, html: string): void {
  element.innerHTML = door().createHTML(html);
  for (const link of element.querySelectorAll("a[href]")) {
    link.setAttribute("target", "_blank");
    link.setAttribute("rel", "noopener noreferrer nofollow");
  }
}

/** The address of the service worker's script, as the browser wants it. */
export function workerUrl(): string {
  return door().createScriptURL(WORKER);
}

function trustedTypes(): PolicyFactory | undefined {
  return (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
}

/** Return a random UUID, also on plain http where crypto.randomUUID is missing. */
export function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}

/** Read JSON from localStorage; null when missing, unreadable or storage is blocked. */
export function readStored<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Write JSON to localStorage (null removes); false when storage is full or blocked. */
export function writeStored(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
