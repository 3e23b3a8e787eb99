/** Something a visitor may do: a row that opens, asks what is needed, and says how it went. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { announce } from "../store/announcer";
import { reasonOf } from "./deeds";
import { isAddress } from "./address";
import { FieldView } from "./Field";
import { say, type RareKey } from "./texts";

export interface DeedProps {
  readonly name: RareKey;
  readonly asksAddress?: boolean;
  readonly button: RareKey;
  readonly isGrave?: boolean;
  readonly isOpenAtFirst?: boolean;
  /** Do it; what comes back is shown. */
  readonly act: (address: string) => Promise<ComponentChildren>;
}

export function Deed({ name, asksAddress, button, isGrave, isOpenAtFirst, act }: DeedProps) {
  const address = useSignal("");
  const fault = useSignal("");
  const done = useSignal<ComponentChildren>(null);
  const isBusy = useSignal(false);

  async function submit(event: Event) {
    event.preventDefault();
    if (isBusy.value) return;
    fault.value = asksAddress && !isAddress(address.value) ? say.value("bad_email") : "";
    if (fault.value) return announce(fault.value);
    isBusy.value = true;
    try {
      done.value = await act(address.value.trim());
      if (typeof done.value === "string") announce(done.value);
    } catch (error) {
      fault.value = reasonOf(error);
      announce(fault.value);
    }
    isBusy.value = false;
  }

  return (
    <details class="deed" open={isOpenAtFirst ?? false}>
      <summary>{say.value(name)}</summary>
      <p>{say.value(`${name}_hint` as RareKey)}</p>
      {done.value ?? (
        <form noValidate onSubmit={submit}>
          {asksAddress ? (
            <FieldView id={`deed-${name}`} label={say.value("email")} type="email" complete="email" required value={address.value} fault={fault.value} onInput={(text) => (address.value = text)} />
          ) : (
            fault.value && <p class="bad">{fault.value}</p>
          )}
          <button type="submit" class={isGrave ? "wide grave" : "wide"} aria-disabled={isBusy.value}>{say.value(isBusy.value ? "wait" : button)}</button>
        </form>
      )}
    </details>
  );
}
