/** What few mailboxes need set: which folders, what happens to a mail on the server, whose word about senders counts, how the domain stands. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { t } from "../text";
import { tell } from "../toasts";
import { Check, Field, TextField } from "./form";
import { MEGABYTE, type Domain, type MoreSettings } from "./mailbox_types";

interface Props {
  mailboxId: number | null;
  settings: MoreSettings;
  vouchers: readonly string[];
  problems: Readonly<Record<string, string>>;
  onChange: (settings: MoreSettings) => void;
}
const MOVE = "move:";

export default function MailboxMore({ mailboxId, settings, vouchers, problems, onChange }: Props) {
  const [trusted, setTrusted] = useState(0); // how often a server was trusted by its button: then the box shows it
  const { folders, after, max_mail_bytes, receiving_hosts } = settings;
  const set = (change: Partial<MoreSettings>): void => onChange({ ...settings, ...change });
  const named = (role: string): string[] => folders.filter((one) => one.role === role).map(({ name }) => name);
  const setFolders = (role: "inbox" | "spam", text: string): void => set({ folders: [...folders.filter((one) => one.role !== role), ...linesOf(text).map((name) => ({ name, role }))] });
  const untrusted = vouchers.filter((host) => !receiving_hosts.includes(host));
  return (
    <>
      <Field name="mailbox-folders" label={t("mailbox.folders")} help={t("mailbox.folders_help")} problem={problems["folders"]}>
        {(attributes) => <Lines rows={2} lines={named("inbox")} onLines={(text) => setFolders("inbox", text)} {...attributes} />}
      </Field>
      <Field name="mailbox-spam" label={t("mailbox.spam_folder")} help={t("mailbox.spam_folder_help")}>
        {(attributes) => <Lines rows={1} lines={named("spam")} onLines={(text) => setFolders("spam", text)} {...attributes} />}
      </Field>
      <Field name="mailbox-after" label={t("mailbox.after")} problem={problems["after"]}>
        {({ id }) => <Select id={id} label={t("mailbox.after")} value={after.startsWith(MOVE) ? MOVE : after} choices={[{ value: "keep", label: t("mailbox.after_keep") }, { value: "seen", label: t("mailbox.after_seen") }, { value: MOVE, label: t("mailbox.after_move") }]} onChoose={(value) => set({ after: value })} />}
      </Field>
      {after.startsWith(MOVE) && <TextField name="mailbox-move" label={t("mailbox.move_to")} value={after.slice(MOVE.length)} onText={(name) => set({ after: MOVE + name })} maxLength={300} required />}
      <TextField name="mailbox-limit" label={t("mailbox.limit")} help={t("mailbox.limit_help")} type="number" min={1} max={100} value={String(Math.round(max_mail_bytes / MEGABYTE))} onText={(value) => set({ max_mail_bytes: Number(value) * MEGABYTE })} problem={problems["max_mail_bytes"]} />
      <Field name="mailbox-hosts" label={t("mailbox.receiving_hosts")} help={t("mailbox.receiving_hosts_help")} problem={problems["receiving_hosts"]}>
        {(attributes) => <Lines key={trusted} rows={2} lines={receiving_hosts} onLines={(text) => set({ receiving_hosts: linesOf(text) })} {...attributes} />}
      </Field>
      {untrusted.map((host) => (
        <p key={host} class="notice">
          <Icon name="lock" size={14} /> <span>{t("mailbox.voucher", { host })}</span>{" "}
          <button type="button" class="button" onClick={() => (setTrusted(trusted + 1), set({ receiving_hosts: [...receiving_hosts, host] }))}>{t("mailbox.trust", { host })}</button>
        </p>
      ))}
      <Check label={t("mailbox.quotes")} help={t("mailbox.quotes_help")} checked={settings.quotes} onCheck={(quotes) => set({ quotes })} />
      {mailboxId !== null && <DomainCheck mailboxId={mailboxId} />}
    </>
  );
}

/** Kept as it is typed; told in lines. */
function Lines({ lines, onLines, ...rest }: { lines: readonly string[]; onLines: (text: string) => void; rows: number; id: string }) {
  const [text, setText] = useState(lines.join("\n"));
  return <textarea class="input mono" dir="auto" value={text} onInput={(event) => (setText(event.currentTarget.value), onLines(event.currentTarget.value))} {...rest} />;
}

function DomainCheck({ mailboxId }: { mailboxId: number }) {
  const [found, setFound] = useState<Domain | null>(null);
  const [isBusy, setBusy] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    setFound(await api<Domain>("GET", `/api/mailboxes/${mailboxId}/domain`).catch((error: unknown) => (tell(error), null)));
    setBusy(false);
  };
  return (
    <div class="field" aria-live="polite">
      <button type="button" class="button" disabled={isBusy} onClick={() => void check()}>{t("mailbox.check_domain")}</button>
      {found && (
        <dl class="mail-details">
          <Line name="SPF" value={found.spf} />
          <Line name="DKIM" value={found.dkim_selectors.join(", ")} />
          <Line name="DMARC" value={found.dmarc} />
        </dl>
      )}
      {found && found.hints.length === 0 && <p class="notice is-good"><Icon name="check" size={16} /> {t("mailbox.domain_good", { domain: found.domain })}</p>}
      {found && found.hints.length > 0 && <ul class="findings">{found.hints.map((hint) => <li key={hint}>{hint}</li>)}</ul>}
    </div>
  );
}

function Line({ name, value }: { name: string; value: string | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class="mono" dir="ltr">{value || t("mailbox.domain_none")}</dd>
    </div>
  );
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}
