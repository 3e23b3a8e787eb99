/** Webhooks: which systems are told of what, whether they answer, and each delivery. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { known, t, when } from "../text";
import { tell, toast } from "../toasts";
import { changesOf } from "./as_seen";
import { useData } from "./data";
import { Check, Checks, TextField, useSaving } from "./form";
import { Deliveries } from "./webhook_log";

export interface Webhook {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly kinds: readonly string[];
  readonly is_on: boolean;
  readonly failing_since: string | null;
  readonly off_reason: string | null;
}
interface Answer { readonly kinds: readonly string[]; readonly webhooks: readonly Webhook[] }

export default function Webhooks() {
  const { value, error, reload } = useData<Answer>("/api/webhooks");
  const [edited, setEdited] = useState<Webhook | "new" | null>(null);
  const [logged, setLogged] = useState<Webhook | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!value) return <Skeleton rows={4} />;
  return (
    <>
      <p class="muted">{t("webhooks.text")}</p>
      {value.webhooks.length === 0 && <Empty icon="bolt" title={t("webhooks.none")} />}
      {value.webhooks.length > 0 && (
        <ul class="card lines">
          {value.webhooks.map((webhook) => (
            <li key={webhook.id} class={`line ${webhook.is_on ? "" : "is-inactive"}`}>
              <span class="line-main">
                <strong dir="auto">{webhook.name}</strong>
                <span class="muted small-text">{webhook.url}</span>
                <span class="muted small-text">{stateOf(webhook)}</span>
              </span>
              <button type="button" class="button small" aria-label={`${t("webhooks.log")}: ${webhook.name}`} onClick={() => setLogged(webhook)}>{t("webhooks.log")}</button>
              <button type="button" class="button small" aria-label={`${t("action.edit")}: ${webhook.name}`} onClick={() => setEdited(webhook)}>{t("action.edit")}</button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button primary" onClick={() => setEdited("new")}><Icon name="plus" size={16} /> {t("webhooks.add")}</button>
      {edited && <WebhookDialog kinds={value.kinds} webhook={edited === "new" ? null : edited} onClose={() => (setEdited(null), reload())} />}
      {logged && <Deliveries webhook={logged} onClose={() => setLogged(null)} />}
    </>
  );
}

function stateOf({ is_on, off_reason, failing_since, kinds }: Webhook): string {
  if (off_reason) return t("webhooks.off_no_answer");
  if (!is_on) return t("webhooks.off");
  if (failing_since) return t("webhooks.failing", { at: when.short(failing_since) });
  return t("webhooks.kinds_count", { count: kinds.length });
}

export function kindName(kind: string): string {
  return known("webhooks.kind.", kind) ?? kind;
}

function WebhookDialog({ kinds, webhook, onClose }: { kinds: readonly string[]; webhook: Webhook | null; onClose: () => void }) {
  const [name, setName] = useState(webhook?.name ?? "");
  const [url, setUrl] = useState(webhook?.url ?? "https://");
  const [chosen, setChosen] = useState<string[]>([...(webhook?.kinds ?? ["ticket.created", "ticket.status_changed", "message.received"])]);
  const [isOn, setOn] = useState(webhook?.is_on ?? true);
  const [isSure, setSure] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const saving = useSaving();
  const path = `/api/webhooks/${webhook?.id}`;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const content = { name: name.trim(), url: url.trim(), kinds: chosen };
    await saving.run(async () => {
      if (webhook) return api("PATCH", path, changesOf(webhook, { ...content, is_on: isOn }, saving)).then(onClose);
      setSecret((await api<{ secret: string }>("POST", "/api/webhooks", content)).secret);
    });
  };
  const rotate = (): Promise<unknown> => api<{ secret: string }>("POST", `${path}/secrets`).then((made) => setSecret(made.secret), tell);
  if (secret !== null) {
    return (
      <Dialog title={name} onClose={onClose}>
        <p class="notice is-good"><Icon name="circle_check" size={16} /> {t("webhooks.made")}</p>
        <CopyField label={t("webhooks.secret")} text={secret} />
      </Dialog>
    );
  }
  return (
    <Dialog title={webhook ? webhook.name : t("webhooks.add")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} maxLength={120} problem={saving.problems["name"]} required />
        <TextField name="url" label={t("webhooks.url")} help={t("webhooks.url_help")} value={url} onText={setUrl} maxLength={1000} problem={saving.problems["reason"] && t("webhooks.url_refused")} required />
        <Checks legend={t("webhooks.kinds")} choices={kinds.map((value) => ({ value, label: kindName(value) }))} chosen={chosen} onChoose={setChosen} />
        {webhook && <Check label={t("webhooks.on")} help={t("webhooks.on_help")} checked={isOn} onCheck={setOn} />}
        {webhook && (
          <p class="told-buttons">
            <button type="button" class="button small" onClick={() => void api("POST", `${path}/trials`).then(() => toast(t("webhooks.tried")), tell)}>{t("webhooks.try")}</button>
            <button type="button" class="button small" onClick={() => void rotate()}>{t("webhooks.rotate")}</button>
            <button type="button" class="button small danger-button" onClick={() => (isSure ? void api("DELETE", path).then(onClose, tell) : setSure(true))}>{isSure ? t("webhooks.remove_sure", { name: webhook.name }) : t("webhooks.remove")}</button>
          </p>
        )}
        <footer class="dialog-foot"><button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === "" || chosen.length === 0}>{t(webhook ? "action.save" : "webhooks.add")}</button></footer>
      </form>
    </Dialog>
  );
}
