/** An address still being typed counts: leaving its field takes it in. */
import { occasion } from "./open";

export async function addressesTaken(form: HTMLFormElement): Promise<void> {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !form.contains(focused)) return;
  focused.blur();
  await new Promise((resolve) => setTimeout(resolve));
  if (occasion.peek()) focused.focus();
}
