/** Addresses of files end within a day: what the page asks for at one that ended gets another, in its place and where it was. */
import { api } from "../api";

interface Fresh {
  readonly url: string;
  readonly preview_url: string | null;
  readonly small_url: string | null;
}

const FILE = /^\/api\/attachments\/(?:aside\/)?[0-9a-z]+(?=\?|$)/i;
const SOON_MS = 60_000;
const asked = new Map<string, Promise<Fresh>>();
const renewedAt = new WeakMap<Element, number>();

/** Pictures, sounds and films are mended when they fail, links before they are followed. */
export function startFiles(): void {
  document.addEventListener("error", onError, true);
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, (event) => void renewLink(linkAt(event)), { capture: true, passive: true });
  document.addEventListener("click", onClick, true);
}

/** Once per failure: what fails at a new address as well is told to whoever shows it. */
function onError(event: Event): void {
  const element = event.target;
  if (!(element instanceof HTMLImageElement || element instanceof HTMLMediaElement)) return;
  const address = element.getAttribute("src") ?? "";
  if (!FILE.test(address) || wasRenewed(element)) return;
  event.stopImmediatePropagation();
  renewedAt.set(element, Date.now());
  fresh(address).then((url) => goOn(element, address, url), () => element.dispatchEvent(new Event("error")));
}

function goOn(element: HTMLImageElement | HTMLMediaElement, from: string, to: string): void {
  // it shows something else by now
  if (element.getAttribute("src") !== from) return;
  if (element instanceof HTMLImageElement) return void (element.src = to);
  const { currentTime, playbackRate, paused } = element;
  element.addEventListener("loadedmetadata", () => (element.currentTime = currentTime), { once: true });
  element.src = to;
  element.playbackRate = playbackRate;
  // what is wrong with it says its error event
  if (!paused) void element.play().catch(() => undefined);
}

/** A link that is saved from is followed at its new address; one that opens a picture has its own ways. */
function onClick(event: Event): void {
  const link = linkAt(event);
  if (!link || !link.hasAttribute("download") || !hasEnded(link)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  void renewLink(link).then((isNew) => isNew && link.click());
}

async function renewLink(link: HTMLAnchorElement | null): Promise<boolean> {
  if (!link || !hasEnded(link)) return false;
  const address = link.getAttribute("href")!;
  const url = await fresh(address).catch(() => null);
  if (url === null) return false;
  renewedAt.set(link, Date.now());
  if (link.getAttribute("href") === address) link.setAttribute("href", url);
  return true;
}

function linkAt(event: Event): HTMLAnchorElement | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href^='/api/attachments/']") : null;
  return link && FILE.test(link.getAttribute("href")!) ? link : null;
}

/** By the clock of this machine; where that is wrong, an address is new for a minute whatever it says. */
function hasEnded(link: HTMLAnchorElement): boolean {
  return !wasRenewed(link) && Number(new URL(link.href).searchParams.get("until")) * 1000 < Date.now() + SOON_MS;
}

function wasRenewed(element: Element): boolean {
  return Date.now() - (renewedAt.get(element) ?? 0) < SOON_MS;
}

/** All who show one file ask for it together. */
async function fresh(address: string): Promise<string> {
  const file = FILE.exec(address)![0];
  const asking = asked.get(file) ?? api<Fresh>("GET", `${file}/address`).finally(() => asked.delete(file));
  asked.set(file, asking);
  const { url, preview_url, small_url } = await asking;
  return (address.includes("small=1") && small_url) || (address.includes("inline=1") && preview_url) || url;
}
