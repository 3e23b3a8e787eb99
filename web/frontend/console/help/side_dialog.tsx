/** Beginning a side thread: with whom, about what, and which parts of the ticket go along. */
import { useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { agentName, myId, rows, tickets, workspace } from "../session";
import { Check, Field, TextField, useSaving } from "../settings/form";
import type { Message } from "../store/types";
import { t } from "../text";
import { toast } from "../toasts";
import { NOBODY, nobodyYet } from "./nobody";
import { beginSide, sideNews } from "./sides";
import "./look";
import type { NewSide } from "./types";

const KINDS = ["agent", "team", "address"] as const;
const QUOTABLE = 12;
const SHOWN = 80;

export default function SideDialog({ ticketId, onClose }: { ticketId: number; onClose: () => void }) {
  const agents = (workspace.value?.agents ?? []).filter(({ id, is_active }) => is_active && id !== myId());
  const teams = workspace.value?.teams ?? [];
  const kinds = KINDS.filter((kind) => (kind === "agent" ? agents.length > 0 : kind !== "team" || teams.length > 0));
  const [key] = useState(() => crypto.randomUUID());
  const [kind, setKind] = useState<(typeof KINDS)[number]>(kinds[0]!);
  const [agentId, setAgentId] = useState(agents.length === 1 ? agents[0]!.id : NOBODY);
  const [teamId, setTeamId] = useState(teams[0]?.id ?? 0);
  const [address, setAddress] = useState("");
  const [name, setName] = useState("");
  const [subject, setSubject] = useState(rows.peek().get(ticketId)?.subject ?? "");
  const [text, setText] = useState("");
  const [quoted, setQuoted] = useState<readonly number[]>([]);
  const saving = useSaving();
  const messages = (tickets.value.get(ticketId)?.messages ?? []).filter(({ kind: one, text: said }) => one !== "note" && said.trim() !== "").slice(-QUOTABLE);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const partner: Partial<NewSide> = kind === "agent" ? { agent_id: agentId } : kind === "team" ? { team_id: teamId } : { outside: address.trim(), name: name.trim() };
    const parts = messages.filter(({ id }) => quoted.includes(id)).map(quote);
    const side = { ...partner, subject: subject.trim(), text: [text.trim(), ...parts].join("\n\n") } as NewSide;
    if (!(await saving.run(() => beginSide(ticketId, key, side)))) return;
    sideNews.value += 1;
    toast(t("side.begun"));
    onClose();
  };
  return (
    <Dialog title={t("side.new")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <p class="muted small-text">{t("side.hint")}</p>
        <div data-first>
          <Field name="side-kind" label={t("side.with")}>
            {({ id }) => <Select id={id} label={t("side.with")} value={kind} choices={kinds.map((value) => ({ value, label: t(`side.with_${value}`) }))} onChoose={(value) => setKind(value as "agent")} />}
          </Field>
        </div>
        {kind === "agent" && (
          <Field name="side-agent" label={t("side.agent")} problem={saving.problems["agent_id"]}>
            {({ id }) => <Select id={id} label={t("side.agent")} value={String(agentId)} choices={[...(agentId === NOBODY ? [nobodyYet()] : []), ...agents.map((one) => ({ value: String(one.id), label: agentName(one.id) }))]} onChoose={(value) => setAgentId(Number(value))} />}
          </Field>
        )}
        {kind === "team" && (
          <Field name="side-team" label={t("side.team")} problem={saving.problems["team_id"]}>
            {({ id }) => <Select id={id} label={t("side.team")} value={String(teamId)} choices={teams.map((one) => ({ value: String(one.id), label: one.name }))} onChoose={(value) => setTeamId(Number(value))} />}
          </Field>
        )}
        {kind === "address" && <TextField name="side-address" label={t("side.address")} type="email" value={address} onText={setAddress} problem={saving.problems["address"] ?? saving.problems["to"]} required />}
        {kind === "address" && <TextField name="side-name" label={t("side.name")} value={name} onText={setName} maxLength={200} />}
        <TextField name="side-subject" label={t("side.subject")} value={subject} onText={setSubject} problem={saving.problems["subject"]} maxLength={300} required />
        <Field name="side-text" label={t("side.text")} problem={saving.problems["text"]}>
          {(attributes) => <textarea class="input" rows={4} dir="auto" required value={text} onInput={(event) => setText(event.currentTarget.value)} {...attributes} />}
        </Field>
        {messages.length > 0 && (
          <details class="side-quotes">
            <summary>{t("side.quote")}</summary>
            <p class="muted small-text">{t("side.quote_help")}</p>
            {messages.map((one) => <Check key={one.id} label={one.text.slice(0, SHOWN)} checked={quoted.includes(one.id)} onCheck={(isOn) => setQuoted(isOn ? [...quoted, one.id] : quoted.filter((id) => id !== one.id))} />)}
          </details>
        )}
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || (kind === "agent" && agentId === NOBODY) || text.trim() === "" || subject.trim() === ""}>{t("side.begin")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function quote({ text }: Message): string {
  return text.split("\n").map((line) => `> ${line}`).join("\n");
}
