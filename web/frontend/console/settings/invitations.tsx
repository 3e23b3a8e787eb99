/** Invitations that nobody has accepted yet. */
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { t, when } from "../text";
import { tell } from "../toasts";
import { listIn, useData } from "./data";

interface Invitation {
  id: number;
  email: string;
  name: string | null;
  role: "agent" | "supervisor" | "admin";
  expires_at: string;
  accepted_at?: string | null;
}

export function Invitations() {
  const { value, error, reload } = useData<Invitation[] | Record<string, unknown>>("/api/invitations");
  const open = listIn<Invitation>(value, "invitations")?.filter((one) => !one.accepted_at) ?? [];
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton rows={1} kind="line" />;
  if (open.length === 0) return null;
  return (
    <section>
      <h3 class="settings-subtitle">{t("agents.invitations")}</h3>
      <ul class="card lines">
        {open.map((one) => (
          <li key={one.id} class="line">
            <span class="line-main">
              <strong>{one.email}</strong>
              <span class="muted small-text">{t(`role.${one.role}`)} · {t("agents.expires", { time: when.moment(one.expires_at) })}</span>
            </span>
            <SureButton className="button small" label={`${t("agents.withdraw")}: ${one.email}`} onSure={() => void api("DELETE", `/api/invitations/${one.id}`).then(reload, tell)}>
              <Icon name="trash" size={14} /> {t("agents.withdraw")}
            </SureButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
