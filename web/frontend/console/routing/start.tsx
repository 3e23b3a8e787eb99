/** Starts what goes on beside the desk: offers, and the signs that somebody works here. */
import { render } from "preact";
import { onRefetch, sendActive } from "../live";
import { loadWords } from "../text";
import { fetchOffers } from "./at_hand";
import { Offers } from "./offers";

const ACTIVE_EVERY_MS = 60_000;

export async function start(): Promise<void> {
  await loadWords("routing");
  const root = document.createElement("div");
  document.body.append(root);
  render(<Offers />, root);
  startActivity();
  onRefetch(() => void fetchOffers());
  await fetchOffers();
}

function startActivity(): void {
  let told = 0;
  const touched = (): void => {
    if (Date.now() - told < ACTIVE_EVERY_MS) return;
    told = Date.now();
    sendActive();
  };
  for (const kind of ["pointerdown", "pointermove", "keydown", "wheel"]) addEventListener(kind, touched, { passive: true });
  touched();
}
