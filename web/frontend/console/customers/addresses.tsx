/** What a customer is known by: added, vouched for, made the main one, removed. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Icon, type IconName } from "../parts/icon";
import { Select } from "../parts/select";
import { SureButton } from "../parts/sure_button";
import type { Identity } from "../store/types";
import { known, t } from "../text";
import { tell, toast } from "../toasts";
import { openCustomer } from "./going";

const ICONS: Record<string, IconName> = { email: "mail", phone: "phone", telegram: "plane", visitor: "chat" };
const ADDABLE = ["email", "phone", "external"] as const;

export function Addresses({ customerId, identities, onChange }: { customerId: number; identities: readonly Identity[]; onChange: () => void }) {
  const at = `/api/customers/${customerId}/identities`;
  const send = (work: Promise<unknown>): void => void work.then(onChange, refused);
  return (
    <section class="addresses" aria-label={t("addresses.title")}>
      <h3>{t("addresses.title")}</h3>
      <ul class="address-list">
        {identities.map((one) => (
          <li key={one.id}>
            <Icon name={ICONS[one.kind] ?? "user"} size={14} label={known("identity.", one.kind) ?? one.kind} />
            <span class="identity-text" dir="auto">{one.kind === "email" || one.kind === "phone" ? one.address : one.display || known("identity.", one.kind) || one.address}</span>
            {one.verified && <span class="chip tone-ok" title={known("addresses.by.", one.verified_by ?? "") ?? t("customer.verified")}><Icon name="circle_check" size={12} /> {t("customer.verified")}</span>}
            {one.is_main && <span class="chip">{t("addresses.main")}</span>}
            <span class="address-acts">
              {!one.is_main && <button type="button" class="button small" onClick={() => send(api("PATCH", `${at}/${one.id}`, { is_main: true }))}>{t("addresses.make_main")}</button>}
              {!one.verified && <button type="button" class="button small" onClick={() => send(api("PATCH", `${at}/${one.id}`, { is_verified: true }))}>{t("addresses.vouch")}</button>}
              {one.verified_by === "agent" && <button type="button" class="button small" onClick={() => send(api("PATCH", `${at}/${one.id}`, { is_verified: false }))}>{t("addresses.unvouch")}</button>}
              {one.kind !== "visitor" && one.kind !== "telegram" && <SureButton className="icon-button small" label={t("addresses.remove", { address: one.address })} title={t("action.delete")} onSure={() => send(api("DELETE", `${at}/${one.id}`))}><Icon name="trash" size={14} /></SureButton>}
            </span>
          </li>
        ))}
      </ul>
      <Add at={at} onChange={onChange} />
    </section>
  );
}

function Add({ at, onChange }: { at: string; onChange: () => void }) {
  const [kind, setKind] = useState<(typeof ADDABLE)[number]>("email");
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const add = (event: Event): void => {
    event.preventDefault();
    setProblem("");
    setBusy(true);
    void api("POST", at, { kind, address }).then(
      () => (setAddress(""), onChange()),
      (error: unknown) => {
        const word = error instanceof Problem ? known("addresses.wrong.", String(error.fields["address"])) : null;
        if (word) setProblem(word);
        else refused(error);
      },
    ).finally(() => setBusy(false));
  };
  return (
    <form class="address-form" onSubmit={add}>
      <Select label={t("addresses.kind")} value={kind} choices={ADDABLE.map((value) => ({ value, label: known("identity.", value) ?? value }))} onChoose={(value) => setKind(value as typeof kind)} />
      <input class="input" dir="auto" aria-label={t("addresses.address")} aria-invalid={problem !== ""} placeholder={t(`addresses.example.${kind}`)} maxLength={320} value={address} onInput={(event) => setAddress(event.currentTarget.value)} />
      <button type="submit" class="button" disabled={isBusy || address.trim() === ""}><Icon name="plus" size={14} /> {t("addresses.add")}</button>
      {problem && <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {problem}</p>}
    </form>
  );
}

/** Somebody else has it: that customer is one click away, to be merged. */
function refused(error: unknown): void {
  const other = error instanceof Problem && error.code === "identity_taken" ? Number(error.fields["customer_id"]) : 0;
  if (other > 0) toast(t("problem.identity_taken"), { kind: "error", action: { label: t("customers.open"), run: () => openCustomer(other) } });
  else tell(error);
}
