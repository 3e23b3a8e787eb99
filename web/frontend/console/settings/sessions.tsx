/** Where one is signed in, and how to end it. */
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { t, when } from "../text";
import { tell } from "../toasts";
import { listIn, useData } from "./data";

interface Session {
  id: number | string;
  created_at: string;
  last_seen_at?: string | null;
  address?: string | null;
  browser?: string | null;
  is_current: boolean;
}

export function Sessions() {
  const { value, error, reload } = useData<Session[] | Record<string, unknown>>("/api/me/sessions");
  const sessions = listIn<Session>(value, "sessions");
  if (error) return <Failed error={error} retry={reload} />;
  if (!sessions) return <Skeleton rows={2} />;
  const end = (id: Session["id"]): void => void api("DELETE", `/api/me/sessions/${id}`).then(reload, tell);
  return (
    <ul class="card lines">
      {sessions.map((session) => {
        const isCurrent = session.is_current;
        return (
          <li key={session.id} class="line">
            <span class="line-main">
              <span><strong>{deviceName(session.browser ?? "")}</strong> {isCurrent && <span class="chip">{t("sessions.this")}</span>}</span>
              <span class="muted small-text">{[session.address, t("sessions.seen", { time: when.full(session.last_seen_at ?? session.created_at) })].filter(Boolean).join(" · ")}</span>
            </span>
            {!isCurrent && (
              <SureButton className="button small" onSure={() => end(session.id)}>
                <Icon name="logout" size={14} /> {t("sessions.end")}
              </SureButton>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** "Firefox, Windows" out of what a browser says of itself. */
export function deviceName(agent: string): string {
  const browser = /Edg\//.test(agent) ? "Edge" : /Firefox\//.test(agent) ? "Firefox" : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "";
  const system = /Android/.test(agent) ? "Android" : /iPhone|iPad/.test(agent) ? "iOS" : /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "macOS" : /Linux/.test(agent) ? "Linux" : "";
  return [browser, system].filter(Boolean).join(", ") || agent || t("sessions.unknown");
}
