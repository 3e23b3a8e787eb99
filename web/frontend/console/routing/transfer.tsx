/** Passing a ticket on: to whom, and a note for them. */
import { render } from "preact";
import { useState } from "preact/hooks";
import css from "../styles/offers.css" with { type: "text" };
import { api } from "../api";
import { change } from "../live";
import { Dialog } from "../parts/dialog";
import { Select, type Choice } from "../parts/select";
import { myId, presence, rows, workspace } from "../session";
import { Field, useSaving } from "../settings/form";
import { loadRows } from "../store/load";
import type { Agent, Row } from "../store/types";
import { loadWords, t } from "../text";
import { toast } from "../toasts";
import { wear } from "../wear";

wear(css);

const NOBODY = "";
const LEVELS = [1, 2, 3, 4, 5] as const;

export async function openTransfer(id: number): Promise<void> {
  await Promise.all([loadWords("routing"), loadWords("forms"), loadWords("settings")]);
  const root = document.createElement("div");
  document.body.append(root);
  const close = (): void => {
    render(null, root);
    root.remove();
  };
  const row = rows.value.get(id);
  if (row) render(<TransferDialog row={row} onClose={close} />, root);
}

function TransferDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const [to, setTo] = useState(NOBODY);
  const [level, setLevel] = useState(1);
  const [note, setNote] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const saving = useSaving();
  const [kind, id] = to.split(":") as [string, string | undefined];
  const agent = kind === "agent" ? workspace.value?.agents.find((one) => String(one.id) === id) : undefined;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { client_key: key, note, [`${kind}_id`]: Number(id), ...(kind === "skill" && { level }) };
    const isDone = await saving.run(async () => {
      const answer = await api<{ ticket: Row | null }>("POST", `/api/tickets/${row.id}/transfers`, body);
      if (answer.ticket) change((now) => loadRows(now, [answer.ticket!], Number.MAX_SAFE_INTEGER));
    });
    if (!isDone) return;
    toast(t("transfer.done", { number: `#${row.number}` }));
    onClose();
  };
  return (
    <Dialog title={t("transfer.title", { number: `#${row.number}` })} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <Field name="transfer-to" label={t("transfer.to")} help={agent && !isInTeam(agent, row) ? t("transfer.other_team") : undefined} problem={saving.problems["agent_id"]}>
          {({ id: field }) => <Select id={field} label={t("transfer.to")} value={to} choices={choices(row)} onChoose={setTo} />}
        </Field>
        {kind === "skill" && (
          <Field name="transfer-level" label={t("transfer.level")} problem={saving.problems["skills"]}>
            {({ id: field }) => <Select id={field} label={t("transfer.level")} value={String(level)} choices={LEVELS.map((one) => ({ value: String(one), label: t(`level.${one}`) }))} onChoose={(one) => setLevel(Number(one))} />}
          </Field>
        )}
        <Field name="transfer-note" label={t("transfer.note")} help={t("transfer.note_help")} problem={saving.problems["text"]}>
          {(attributes) => <textarea class="input transfer-note" dir="auto" maxLength={20_000} value={note} onInput={(event) => setNote(event.currentTarget.value)} {...attributes} />}
        </Field>
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || to === NOBODY}>{t("transfer.submit")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function isInTeam(agent: Agent, { team_id }: Row): boolean {
  return team_id === null || agent.role === "admin" || agent.team_ids.includes(team_id);
}

/** Those at the desk first; whoever has it is no choice. */
function choices(row: Row): Choice[] {
  const desk = workspace.value;
  if (!desk) return [];
  const isHere = ({ id }: Agent): boolean => presence.value.get(id)?.online ?? false;
  const agents = desk.agents.filter(({ id, is_active }) => is_active && id !== row.assignee_id).sort((one, other) => Number(isHere(other)) - Number(isHere(one)) || one.name.localeCompare(other.name));
  const nameOf = (agent: Agent): string => `${agent.name}${agent.id === myId() ? "" : isHere(agent) ? " ●" : ""}`;
  return [
    { value: NOBODY, label: t("transfer.choose"), disabled: true },
    ...agents.map((agent) => ({ value: `agent:${agent.id}`, label: nameOf(agent), group: t("transfer.agents") })),
    ...desk.teams.map(({ id, name }) => ({ value: `team:${id}`, label: name, group: t("transfer.teams") })),
    ...desk.skills.map(({ id, name }) => ({ value: `skill:${id}`, label: name, group: t("transfer.skills") })),
  ];
}
