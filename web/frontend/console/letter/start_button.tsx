/** Begins a ticket for a customer. */
import { Icon } from "../parts/icon";
import { t } from "../text";
import { writeFirst } from "./open";

export default function StartButton({ customer: { id, name } }: { customer: { readonly id: number; readonly name: string } }) {
  return <button type="button" class="button small start-ticket" onClick={() => writeFirst({ id, name })}><Icon name="pencil" size={14} /> {t("first.new")}</button>;
}
