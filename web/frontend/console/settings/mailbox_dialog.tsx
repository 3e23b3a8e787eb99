/** One mailbox: an address and a password first; the servers fill themselves in where the provider is known. */
import type { ComponentProps } from "preact";
import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import { lazyPart } from "../lazy_part";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { workspace } from "../session";
import { languageName, t } from "../text";
import { tell } from "../toasts";
import { changesOf } from "./as_seen";
import { Check, Field, TextField, useSaving } from "./form";
import { Connect, type Provider } from "./mailbox_connect";
import type More from "./mailbox_more";
import { TestResult } from "./mailbox_test";
import { IMAP, SMTP, USUAL, guessed, type ConnectionTest, type Mailbox, type MoreSettings, type Preset } from "./mailbox_types";
import { ServerFields } from "./server_fields";

const MailboxMore = lazyPart<ComponentProps<typeof More>>(() => import("./mailbox_more"), "mailbox_more");

const NONE = "";
const LANGUAGES = ["en", "ru", "uk"] as const;

export function MailboxDialog({ mailbox, onClose }: { mailbox: Mailbox | null; onClose: () => void }) {
  const [saved, setSaved] = useState(mailbox);
  const [address, setAddress] = useState(mailbox?.address ?? "");
  const [fromName, setFromName] = useState(mailbox?.from_name ?? "");
  const [password, setPassword] = useState("");
  const [imap, setImap] = useState(mailbox?.imap ?? IMAP);
  const [smtp, setSmtp] = useState(mailbox?.smtp ?? SMTP);
  const [team, setTeam] = useState(String(mailbox?.team_id ?? NONE));
  const [aliases, setAliases] = useState((mailbox?.aliases ?? []).join("\n"));
  const [signature, setSignature] = useState<Record<string, string>>(mailbox?.signature ?? {});
  const [options, setOptions] = useState({ acknowledge: mailbox?.acknowledge ?? false, ask_rating: mailbox?.ask_rating ?? false, save_sent: mailbox?.save_sent ?? false, is_paused: mailbox?.is_paused ?? false });
  const [more, setMore] = useState<MoreSettings>(mailbox ? { folders: mailbox.folders, after: mailbox.after, max_mail_bytes: mailbox.max_mail_bytes, receiving_hosts: mailbox.receiving_hosts, quotes: mailbox.quotes } : USUAL);
  const [preset, setPreset] = useState<Preset | null>(null);
  const isByHand = useRef(mailbox !== null); // then nothing is filled in any more, not even by an answer under way
  const [tried, setTried] = useState<ConnectionTest | null>(null);
  const [isTrying, setTrying] = useState(false);
  const saving = useSaving();
  const lookUp = async (): Promise<void> => {
    if (isByHand.current || !address.includes("@")) return;
    const found = await api<Preset>("GET", `/api/mailbox-presets?mailbox=${encodeURIComponent(address)}`).catch(() => null);
    if (isByHand.current) return;
    setPreset(found);
    setImap(found?.imap ?? guessed(IMAP, "imap", address));
    setSmtp(found?.smtp ?? guessed(SMTP, "smtp", address));
    setOptions((known) => ({ ...known, save_sent: found?.name ? !found.keeps_sent : known.save_sent }));
  };
  const tryIt = async (id: number): Promise<void> => {
    setTrying(true);
    setTried(await api<ConnectionTest>("POST", `/api/mailboxes/${id}/tests`, {}).catch((error: unknown) => (tell(error), null)));
    setTrying(false);
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const secret = password ? { imap_password: password, smtp_password: password } : {};
    const body = { address, from_name: fromName, imap, smtp, aliases: aliases.split(/\s+/).filter(Boolean), signature, team_id: team === NONE ? null : Number(team), ...options, ...more, ...secret };
    const work = async (): Promise<void> => {
      const kept = saved ? await api<Mailbox>("PATCH", `/api/mailboxes/${saved.id}`, changesOf(saved, body, saving)) : await api<Mailbox>("POST", "/api/mailboxes", body);
      setSaved(kept);
      setPassword("");
      await tryIt(kept.id);
    };
    await saving.run(work);
  };
  const provider = providerOf(saved?.auth, imap.host);
  const set = (name: keyof typeof options) => (value: boolean): void => setOptions((known) => ({ ...known, [name]: value }));
  return (
    <Dialog title={saved ? t("form.edit", { name: saved.name }) : t("mailbox.add")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <div onFocusOut={() => void lookUp()}>
          <TextField name="address" label={t("mailbox.address")} type="email" value={address} onText={(value) => setAddress(value.trim())} problem={saving.problems["address"]} maxLength={254} required />
        </div>
        <TextField name="from_name" label={t("mailbox.from_name")} help={t("mailbox.from_name_help")} value={fromName} onText={setFromName} problem={saving.problems["from_name"]} maxLength={120} />
        <TextField name="mail-password" label={t("mailbox.password")} help={preset?.wants_app_password ? t("mailbox.app_password", { name: preset.name }) : saved?.has_secret ? t("mailbox.password_kept") : t("mailbox.password_help")} type="password" autocomplete="new-password" value={password} onText={setPassword} problem={saving.problems["imap_password"]} />
        <details open={!preset?.name && address !== ""}>
          <summary>{preset?.name ? t("mailbox.servers_of", { name: preset.name }) : t("mailbox.servers")}</summary>
          <ServerFields kind="imap" server={imap} problem={saving.problems["imap"]} onServer={(server) => ((isByHand.current = true), setImap(server))} />
          <ServerFields kind="smtp" server={smtp} problem={saving.problems["smtp"]} onServer={(server) => ((isByHand.current = true), setSmtp(server))} />
        </details>
        <details open={(tried?.vouchers ?? []).some((host) => !more.receiving_hosts.includes(host))}>
          <summary>{t("mailbox.more")}</summary>
          <Field name="mailbox-team" label={t("ticket.team")} problem={saving.problems["team_id"]}>
            {({ id }) => <Select id={id} label={t("ticket.team")} value={team} choices={[{ value: NONE, label: t("ticket.no_team") }, ...workspace.value!.teams.map(({ id, name }) => ({ value: String(id), label: name }))]} onChoose={setTeam} />}
          </Field>
          <Field name="aliases" label={t("mailbox.aliases")} help={t("mailbox.aliases_help")} problem={saving.problems["aliases"]}>
            {(attributes) => <textarea class="input mono" rows={2} value={aliases} onInput={(event) => setAliases(event.currentTarget.value)} {...attributes} />}
          </Field>
          {LANGUAGES.map((language) => (
            <Field key={language} name={`signature-${language}`} label={t("mailbox.signature", { language: languageName(language) })} problem={saving.problems["signature"]}>
              {(attributes) => <textarea class="input" rows={2} lang={language} value={signature[language] ?? ""} onInput={(event) => setSignature({ ...signature, [language]: event.currentTarget.value })} {...attributes} />}
            </Field>
          ))}
          <MailboxMore mailboxId={saved?.id ?? null} settings={more} vouchers={tried?.vouchers ?? []} problems={saving.problems} onChange={setMore} />
          <Check label={t("mailbox.acknowledge")} help={t("mailbox.acknowledge_help")} checked={options.acknowledge} onCheck={set("acknowledge")} />
          <Check label={t("mailbox.ask_rating")} help={t("mailbox.ask_rating_help")} checked={options.ask_rating} onCheck={set("ask_rating")} />
          <Check label={t("mailbox.save_sent")} help={t("mailbox.save_sent_help")} checked={options.save_sent} onCheck={set("save_sent")} />
        </details>
        {saved && <Check label={t("channels.pause")} help={t("mailbox.pause_help")} checked={options.is_paused} onCheck={set("is_paused")} />}
        {saved && provider !== null && <Connect mailbox={saved} provider={provider} />}
        {isTrying && <p class="muted" role="status">{t("mailbox.trying")}</p>}
        {tried && !isTrying && <TestResult tried={tried} />}
        <footer class="dialog-foot">
          {tried?.is_working && <button type="button" class="button" onClick={onClose}>{t("action.close")}</button>}
          <button type="submit" class="button primary" disabled={saving.isBusy || isTrying || address === ""}>{t("mailbox.save_and_try")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

const PROVIDERS: Readonly<Record<string, Provider>> = { "imap.gmail.com": "google", "outlook.office365.com": "microsoft" };

function providerOf(auth: Mailbox["auth"] | undefined, host: string): Provider | null {
  return auth === "google" || auth === "microsoft" ? auth : (PROVIDERS[host] ?? null);
}
