/** A customer who has not written yet: a name and how to reach them. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Dialog } from "../parts/dialog";
import { TextField, useSaving } from "../settings/form";
import { known, t } from "../text";
import { toast } from "../toasts";
import { openCustomer } from "./going";

export function AddCustomer({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [phone, setPhone] = useState("");
  const [wrong, setWrong] = useState("");
  const saving = useSaving(t("form.saved"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setWrong("");
    const addresses = [{ kind: "email", address: email.trim() }, { kind: "phone", address: phone.trim() }].filter(({ address }) => address !== "");
    const made = async (): Promise<void> => {
      try {
        const { id } = await api<{ id: number }>("POST", "/api/customers", { name: name.trim(), addresses });
        onClose();
        openCustomer(id);
      } catch (error) {
        const other = error instanceof Problem && error.code === "identity_taken" ? Number(error.fields["customer_id"]) : 0;
        if (other > 0) toast(t("problem.identity_taken"), { kind: "error", action: { label: t("customers.open"), run: () => (onClose(), openCustomer(other)) } });
        const word = error instanceof Problem ? known("addresses.wrong.", String(error.fields["address"])) : null;
        if (word) setWrong(word);
        if (other === 0 && !word) throw error;
      }
    };
    await saving.run(made);
  };
  return (
    <Dialog title={t("customers.add")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("customer.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={200} required />
        <TextField name="email" label={t("identity.email")} type="email" value={email} onText={setEmail} maxLength={320} />
        <TextField name="phone" label={t("identity.phone")} value={phone} onText={setPhone} maxLength={40} problem={wrong || undefined} />
        <footer class="dialog-foot"><button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("customers.add")}</button></footer>
      </form>
    </Dialog>
  );
}
