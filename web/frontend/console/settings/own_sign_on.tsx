/** By which accounts elsewhere one signs in, and another one linked by one's own proof. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { SureButton } from "../parts/sure_button";
import { t, when } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { Reproof } from "./reproof";

interface Own {
  is_on: boolean;
  name: string;
  identities: { id: number; issuer: string; email: string; last_used_at: string }[];
}

export function OwnSignOn({ asksCode }: { asksCode: boolean }) {
  const { value, reload } = useData<Own>("/api/me/sign-on");
  const [isLinking, setLinking] = useState(false);
  if (!value || (!value.is_on && value.identities.length === 0)) return null;
  const title = t("sign_on.link", { name: value.name });
  if (isLinking) return <Reproof title={title} asksCode={asksCode} onCancel={() => setLinking(false)} onProof={async (proof) => location.assign((await api<{ url: string }>("POST", "/api/me/sign-on/link", proof)).url)} />;
  return (
    <div class="card">
      <h3>{t("sign_on.own")}</h3>
      <ul class="lines">
        {value.identities.map((one) => (
          <li key={one.id} class="line">
            <span class="line-main">
              <strong dir="auto">{one.email || one.issuer}</strong>
              <span class="muted small-text">{[one.email && one.issuer, t("sessions.seen", { time: when.full(one.last_used_at) })].filter(Boolean).join(" · ")}</span>
            </span>
            <SureButton className="button small" label={`${t("sign_on.unlink")}: ${one.email || one.issuer}`} onSure={() => void api("DELETE", `/api/me/sign-on/identities/${one.id}`).then(reload, tell)}>{t("sign_on.unlink")}</SureButton>
          </li>
        ))}
      </ul>
      {value.is_on && <button type="button" class="button" onClick={() => setLinking(true)}>{title}</button>}
    </div>
  );
}
