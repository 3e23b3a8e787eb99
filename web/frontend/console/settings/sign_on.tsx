/** The provider at which agents sign in: how the desk is registered there, and whom it lets in. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { CopyField } from "../parts/copy_field";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Failed, Skeleton } from "../parts/states";
import { workspace } from "../session";
import { known, t } from "../text";
import { tell } from "../toasts";
import { useData } from "./data";
import { Check, Checks, Field, TextField, useSaving } from "./form";

interface SignOn {
  is_on: boolean;
  issuer: string;
  client_id: string;
  has_secret: boolean;
  name: string;
  domains: string[];
  new_people: "invited" | "agent" | "supervisor";
  team_ids: number[];
  passwords_of_admins_only: boolean;
  asks_code: boolean;
  callback_url: string;
}

const NEW_PEOPLE = ["invited", "agent", "supervisor"] as const;

export default function SignOnPage() {
  const { value, error, reload } = useData<SignOn>("/api/sign-on");
  if (error) return <Failed error={error} retry={reload} />;
  return value ? <SignOnForm saved={value} /> : <Skeleton rows={5} />;
}

function SignOnForm({ saved }: { saved: SignOn }) {
  const [wanted, setWanted] = useState(saved);
  const [secret, setSecret] = useState("");
  const [domains, setDomains] = useState(saved.domains.join(", "));
  const saving = useSaving(t("form.saved"));
  const set = (changes: Partial<SignOn>): void => setWanted({ ...wanted, ...changes });
  const save = (event: Event): void => {
    event.preventDefault();
    const { has_secret: _, callback_url: __, ...rest } = wanted;
    void saving.run(async () => {
      const kept = await api<SignOn>("PUT", "/api/sign-on", { ...rest, domains: domains.split(/[\s,;]+/).filter(Boolean), ...(secret && { client_secret: secret }) });
      setWanted(kept);
      setSecret("");
    });
  };
  return (
    <form class="card" data-saved onSubmit={save}>
      <p>{t("sign_on.text")}</p>
      <CopyField label={t("sign_on.callback")} text={wanted.callback_url} />
      <p class="muted small-text">{t("sign_on.callback_help")}</p>
      <TextField name="issuer" label={t("sign_on.issuer")} help={t("sign_on.issuer_help")} value={wanted.issuer} onText={(issuer) => set({ issuer })} problem={saving.problems["issuer"]} maxLength={500} />
      <Trial issuer={wanted.issuer} />
      <TextField name="client_id" label={t("sign_on.client_id")} value={wanted.client_id} onText={(client_id) => set({ client_id })} problem={saving.problems["client_id"]} maxLength={500} />
      <TextField name="client_secret" type="password" label={t("sign_on.client_secret")} autocomplete="new-password" value={secret} onText={setSecret} problem={saving.problems["client_secret"]} maxLength={500} {...(wanted.has_secret && { help: t("sign_on.secret_kept") })} />
      <TextField name="name" label={t("sign_on.name")} help={t("sign_on.name_help")} value={wanted.name} onText={(name) => set({ name })} problem={saving.problems["name"]} maxLength={60} />
      <TextField name="domains" label={t("sign_on.domains")} help={t("sign_on.domains_help")} value={domains} onText={setDomains} problem={saving.problems["domains"]} maxLength={2000} />
      <Field name="new_people" label={t("sign_on.new_people")} help={t("sign_on.new_people_help")}>
        {({ id }) => <Select id={id} label={t("sign_on.new_people")} value={wanted.new_people} choices={NEW_PEOPLE.map((value) => ({ value, label: t(`sign_on.new_${value}`) }))} onChoose={(choice) => set({ new_people: choice as SignOn["new_people"] })} />}
      </Field>
      {wanted.new_people !== "invited" && <Checks legend={t("sign_on.teams")} choices={(workspace.value?.teams ?? []).map(({ id, name }) => ({ value: id, label: name }))} chosen={wanted.team_ids} onChoose={(team_ids) => set({ team_ids })} />}
      <Check label={t("sign_on.is_on")} checked={wanted.is_on} onCheck={(is_on) => set({ is_on })} />
      <Check label={t("sign_on.admins_only")} help={saving.problems["passwords_of_admins_only"] ? t("sign_on.no_admin") : t("sign_on.admins_only_help")} checked={wanted.passwords_of_admins_only} onCheck={(passwords_of_admins_only) => set({ passwords_of_admins_only })} />
      <Check label={t("sign_on.asks_code")} help={t("sign_on.asks_code_help")} checked={wanted.asks_code} onCheck={(asks_code) => set({ asks_code })} />
      <button type="submit" class="button primary" disabled={saving.isBusy}>{t("action.save")}</button>
    </form>
  );
}

function Trial({ issuer }: { issuer: string }) {
  const [said, setSaid] = useState<{ isGood: boolean; text: string } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = async (): Promise<void> => {
    setBusy(true);
    try {
      const { keys } = await api<{ keys: number }>("POST", "/api/sign-on/test", { issuer });
      setSaid({ isGood: true, text: t("sign_on.found", { count: keys }) });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "sign_on") tell(error);
      else setSaid({ isGood: false, text: known("sign_on.why_", String(error.fields["reason"])) ?? t("problem.sign_on") });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="field">
      <button type="button" class="button" disabled={isBusy || !issuer.trim()} onClick={() => void ask()}>{t("sign_on.test")}</button>
      <div role="status">{said && <p class={`notice ${said.isGood ? "is-good" : ""}`}><Icon name={said.isGood ? "circle_check" : "alert"} size={16} /> {said.text}</p>}</div>
    </div>
  );
}
