/** Keys of other systems: made, shown once, revoked. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Empty, Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { me, workspace } from "../session";
import { t, when } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { Checks, Field, TextField, useSaving } from "./form";

const SCOPES = ["tickets:read", "tickets:write", "customers:read", "customers:write", "outside-events:write"] as const;
type Scope = (typeof SCOPES)[number];
interface Key { readonly id: number; readonly name: string; readonly hint: string; readonly scopes: readonly Scope[]; readonly per_minute: number; readonly agent: { readonly id: number; readonly name: string }; readonly created_at: string; readonly last_used_at: string | null; readonly revoked_at: string | null }

export default function ApiKeys() {
  const { value: keys, error, reload } = useData<Key[]>("/api/api-keys");
  const [isAdding, setAdding] = useState(false);
  if (error) return <Failed error={error} retry={reload} />;
  if (!keys) return <Skeleton rows={4} />;
  return (
    <>
      <p class="muted">{t("api_keys.text")}</p>
      {keys.length === 0 && <Empty icon="lock" title={t("api_keys.none")} />}
      {keys.length > 0 && (
        <ul class="card lines">
          {keys.map((key) => (
            <li key={key.id} class={`line ${key.revoked_at ? "is-inactive" : ""}`}>
              <span class="line-main">
                <strong dir="auto">{key.name} <span class="muted">…{key.hint}</span></strong>
                <span class="muted small-text">{key.scopes.map((scope) => t(`api_keys.scope.${scope}`)).join(", ")}</span>
                <span class="muted small-text">{[key.agent.name, key.revoked_at ? t("api_keys.revoked") : key.last_used_at ? t("api_keys.used", { at: when.short(key.last_used_at) }) : t("api_keys.unused")].join(" · ")}</span>
              </span>
              {!key.revoked_at && <SureButton className="button small danger-button" label={`${t("api_keys.revoke")}: ${key.name}`} onSure={() => void api("DELETE", `/api/api-keys/${key.id}`).then(reload, tell)}>{t("api_keys.revoke")}</SureButton>}
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button primary" onClick={() => setAdding(true)}><Icon name="plus" size={16} /> {t("api_keys.add")}</button>
      {isAdding && <KeyDialog onClose={() => (setAdding(false), reload())} />}
    </>
  );
}

function KeyDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["outside-events:write"]);
  const [agent, setAgent] = useState(String(me.value?.agent.id ?? ""));
  const [perMinute, setPerMinute] = useState("300");
  const [token, setToken] = useState<string | null>(null);
  const saving = useSaving(t("form.saved"));
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    await saving.run(async () => {
      const made = await api<{ token: string }>("POST", "/api/api-keys", { name: name.trim(), scopes, agent_id: Number(agent), per_minute: Number(perMinute) });
      setToken(made.token);
    });
  };
  if (token !== null) {
    return (
      <Dialog title={t("api_keys.add")} onClose={onClose}>
        <p class="notice is-good"><Icon name="circle_check" size={16} /> {t("api_keys.made")}</p>
        <CopyField label={t("api_keys.made")} text={token} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t("api_keys.add")} onClose={onClose}>
      <form onSubmit={(event) => void make(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} maxLength={120} problem={saving.problems["name"]} required />
        <Checks legend={t("api_keys.scopes")} choices={SCOPES.map((value) => ({ value, label: t(`api_keys.scope.${value}`) }))} chosen={scopes} onChoose={setScopes} />
        <Field name="agent" label={t("api_keys.agent")} problem={saving.problems["agent_id"]}>{({ id }) => <Select id={id} label={t("api_keys.agent")} value={agent} choices={(workspace.value?.agents ?? []).filter(({ is_active }) => is_active).map((one) => ({ value: String(one.id), label: one.name }))} onChoose={setAgent} />}</Field>
        <TextField name="per_minute" label={t("api_keys.per_minute")} type="number" min={1} max={6000} value={perMinute} onText={setPerMinute} problem={saving.problems["per_minute"]} />
        <footer class="dialog-foot"><button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === "" || scopes.length === 0}>{t("api_keys.add")}</button></footer>
      </form>
    </Dialog>
  );
}
