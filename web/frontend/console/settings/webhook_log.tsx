/** What a webhook was told, and sending it again. */
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Empty, Failed, Skeleton } from "../parts/states";
import { known, t, when } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { kindName, type Webhook } from "./webhooks";

interface Delivery { readonly id: number; readonly kind: string; readonly ticket_id: number | null; readonly state: string; readonly attempt: number; readonly status: number | null; readonly error: string | null; readonly created_at: string; readonly due_at: string | null; readonly done_at: string | null }

export function Deliveries({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const { value, error, reload } = useData<Delivery[]>(`/api/webhooks/${webhook.id}/deliveries`);
  const again = (id: number): Promise<unknown> => api("POST", `/api/webhooks/${webhook.id}/deliveries/${id}/repeats`).then(reload, tell);
  return (
    <Dialog title={`${t("webhooks.log")}: ${webhook.name}`} onClose={onClose} className="wide">
      {error !== null && <Failed error={error} retry={reload} />}
      {!error && !value && <Skeleton rows={4} />}
      {value?.length === 0 && <Empty icon="bolt" title={t("webhooks.log_none")} />}
      <ul class="lines">
        {value?.map((one) => (
          <li key={one.id} class="line">
            <span class="line-main">
              <strong>{kindName(one.kind)}</strong>
              <span class="muted small-text">{[when.short(one.created_at), known("webhooks.state.", one.state) ?? one.state, t("webhooks.attempts", { count: one.attempt }), one.status, one.error].filter(Boolean).join(" · ")}</span>
            </span>
            {one.done_at && <button type="button" class="button small" aria-label={`${t("webhooks.again")}: ${kindName(one.kind)}, ${when.short(one.created_at)}`} onClick={() => void again(one.id)}>{t("webhooks.again")}</button>}
          </li>
        ))}
      </ul>
      <p><button type="button" class="button small" onClick={reload}>{t("webhooks.refresh")}</button></p>
    </Dialog>
  );
}
