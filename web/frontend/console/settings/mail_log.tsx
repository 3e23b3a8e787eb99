/** What happened to that mail: every mail that came or went, by address, subject or Message-ID. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { known, t, when } from "../text";
import { useData } from "./data";
import { TextField } from "./form";

interface Try {
  at: string;
  attempt: number;
  outcome: string;
  detail: string;
}

interface Entry {
  at: string;
  direction: "in" | "out";
  state: string;
  address: string;
  subject: string;
  mail_id: string;
  folder: string;
  error: string;
  ticket_id: number | null;
  ticket_number: number | null;
  tries: Try[];
}

export function MailLog() {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  return (
    <>
      <p class="muted">{t("mail_log.text")}</p>
      <form class="line is-asked" onSubmit={(event) => (event.preventDefault(), setAsked(typed.trim()))}>
        <TextField name="mail-log" label={t("mail_log.what")} value={typed} onText={setTyped} maxLength={200} />
        <button type="submit" class="button primary" disabled={typed.trim() === ""}>{t("mail_log.find")}</button>
      </form>
      {asked && <Found key={asked} asked={asked} />}
    </>
  );
}

function Found({ asked }: { asked: string }) {
  const { value: entries, error, reload } = useData<Entry[]>(`/api/mail-log?q=${encodeURIComponent(asked)}`);
  if (error) return <Failed error={error} retry={reload} />;
  if (!entries) return <Skeleton rows={4} />;
  if (entries.length === 0) return <Empty icon="mail" title={t("mail_log.none")}><p>{t("mail_log.none_text")}</p></Empty>;
  return <ul class="card lines">{entries.map((entry) => <Line key={`${entry.mail_id}-${entry.at}`} entry={entry} />)}</ul>;
}

function Line({ entry }: { entry: Entry }) {
  return (
    <li class="line">
      <Icon name={entry.direction === "in" ? "arrow_down" : "arrow_up"} size={16} label={t(`mailbox.${entry.direction}`)} />
      <span class="line-main">
        <strong dir="auto">{entry.subject || t("ticket.no_subject")}</strong>
        <span class="muted small-text" dir="auto">{[when.full(entry.at), entry.address, entry.folder].filter(Boolean).join(" · ")}</span>
        <span class="small-text">
          <span class="chip">{known("mail_log.state.", entry.state) ?? entry.state}</span> <span dir="auto">{entry.error}</span>
        </span>
        {entry.tries.map((one) => (
          <span key={one.attempt} class="muted small-text" dir="auto">{[when.full(one.at), t("mail_log.try", { count: one.attempt }), one.detail].filter(Boolean).join(" · ")}</span>
        ))}
      </span>
      {entry.ticket_id !== null && <button type="button" class="button small" onClick={() => go({ ticket: entry.ticket_id! })}>#{entry.ticket_number}</button>}
    </li>
  );
}
