/** Where one way of a mailbox is: host, port, how it is protected, as whom to sign in. */
import { Select } from "../parts/select";
import { t } from "../text";
import { Field, TextField } from "./form";
import type { Security, Server } from "./mailbox_types";

const SECURITY: readonly Security[] = ["tls", "starttls", "none"];

interface Props {
  kind: "imap" | "smtp";
  server: Server;
  problem: string | undefined;
  onServer: (server: Server) => void;
}

export function ServerFields({ kind, server, problem, onServer }: Props) {
  return (
    <fieldset class="field server-fields">
      <legend>{t(`mailbox.${kind}`)}</legend>
      <TextField name={`${kind}-host`} label={t("mailbox.host")} value={server.host} onText={(host) => onServer({ ...server, host: host.trim() })} problem={problem} required />
      <div class="field-pair">
        <TextField name={`${kind}-port`} label={t("mailbox.port")} type="number" min={1} max={65535} value={String(server.port)} onText={(port) => onServer({ ...server, port: Number(port) })} required />
        <Field name={`${kind}-security`} label={t("mailbox.security")}>
          {({ id }) => <Select id={id} label={t("mailbox.security")} value={server.security} choices={SECURITY.map((value) => ({ value, label: t(`mailbox.security.${value}`) }))} onChoose={(security) => onServer({ ...server, security: security as Security })} />}
        </Field>
      </div>
      <TextField name={`${kind}-username`} label={t("mailbox.username")} value={server.username} onText={(username) => onServer({ ...server, username: username.trim() })} />
    </fieldset>
  );
}
