/** This desk at Google and Microsoft, so that mailboxes there sign in without a password. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { Failed } from "../parts/states";
import { t } from "../text";
import { useData } from "./data";
import { TextField, useSaving } from "./form";

interface App {
  provider: "google" | "microsoft";
  client_id: string;
  has_secret: boolean;
}

interface MailSettings {
  callback_url: string;
  apps: App[];
}

export function MailApps() {
  const { value: settings, error, reload } = useData<MailSettings>("/api/mail-settings");
  if (error) return <Failed error={error} retry={reload} />;
  if (!settings) return null;
  return (
    <details class="card mail-apps">
      <summary>{t("mail_apps.title")}</summary>
      <p class="muted">{t("mail_apps.text")}</p>
      <CopyField label={t("mail_apps.callback")} text={settings.callback_url} />
      {settings.apps.map((app) => <AppForm key={app.provider} app={app} />)}
    </details>
  );
}

function AppForm({ app }: { app: App }) {
  const [id, setId] = useState(app.client_id);
  const [secret, setSecret] = useState("");
  const saving = useSaving(t("form.saved"));
  const name = t(`mail_apps.${app.provider}`);
  const save = (event: Event): void => {
    event.preventDefault();
    void saving.run(() => api("PUT", `/api/mail-settings/apps/${app.provider}`, { client_id: id.trim(), ...(secret && { client_secret: secret }) }));
  };
  return (
    <form onSubmit={save}>
      <fieldset class="field server-fields">
        <legend>{name}</legend>
        <TextField name={`${app.provider}-id`} label={t("mail_apps.id")} value={id} onText={setId} problem={saving.problems["client_id"]} maxLength={500} />
        <TextField name={`${app.provider}-secret`} label={t("mail_apps.secret")} type="password" autocomplete="new-password" value={secret} onText={setSecret} problem={saving.problems["client_secret"]} {...(app.has_secret && { help: t("mail_apps.secret_kept") })} />
        <button type="submit" class="button" disabled={saving.isBusy} aria-label={t("mail_apps.save", { name })}>{t("action.save")}</button>
      </fieldset>
    </form>
  );
}
