/** Invites an agent: the link is shown once, to be handed over. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { Dialog } from "../parts/dialog";
import { t, when } from "../text";
import { TextField, useSaving } from "./form";
import { GrantFields, type Grants } from "./grants";

const USUAL_UNITS = 12;

interface Invited {
  id: number;
  url: string;
  expires_at: string;
}

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [capacity, setCapacity] = useState(String(USUAL_UNITS));
  const [grants, setGrants] = useState<Grants>({ role: "agent", team_ids: [], skills: [], languages: [] });
  const [invited, setInvited] = useState<Invited | null>(null);
  const saving = useSaving();
  const save = (event: Event): void => {
    event.preventDefault();
    const body = { email: email.trim(), ...(name.trim() && { name: name.trim() }), capacity_units: Number(capacity), ...grants };
    void saving.run(async () => setInvited(await api<Invited>("POST", "/api/invitations", body)));
  };
  if (invited) return <Link invited={invited} email={email} onClose={onClose} />;
  return (
    <Dialog title={t("agents.invite")} onClose={onClose}>
      <form onSubmit={save}>
        <TextField name="email" type="email" label={t("agents.email")} value={email} onText={setEmail} problem={saving.problems["email"]} required />
        <TextField name="name" label={t("agents.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={120} />
        <TextField name="capacity" type="number" min={1} max={100} label={t("agents.capacity")} help={t("agents.capacity_help")} value={capacity} onText={setCapacity} problem={saving.problems["capacity_units"]} required />
        <GrantFields grants={grants} onChange={setGrants} problems={saving.problems} />
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || email.trim() === ""}>{t("agents.make_link")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function Link({ invited, email, onClose }: { invited: Invited; email: string; onClose: () => void }) {
  const url = new URL(invited.url, location.origin).href;
  return (
    <Dialog title={t("agents.link_title")} onClose={onClose}>
      <p>{t("agents.link_text", { email, time: when.moment(invited.expires_at) })}</p>
      <CopyField label={t("agents.link")} text={url} />
      <p class="muted small-text">{t("agents.link_once")}</p>
    </Dialog>
  );
}
