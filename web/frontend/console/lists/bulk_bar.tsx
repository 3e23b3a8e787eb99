/** What can be done to the chosen rows together. */
import { useState } from "preact/hooks";
import { lazyPart } from "../lazy_part";
import { pickAll, picked } from "../list/navigation";
import { shownOrder } from "../order_hold";
import { Icon } from "../parts/icon";
import { Select, type Choice } from "../parts/select";
import { route } from "../route";
import { agentName, myId, workspace } from "../session";
import css from "../styles/lists.css" with { type: "text" };
import { t } from "../text";
import { statusName } from "../ticket/names";
import { wear } from "../wear";
import { openSnooze } from "./acts";
import { changeMany, running, type Change } from "./bulk";

wear(css);

const BulkField = lazyPart<{ isBusy: boolean; run: (change: Change) => void }>(() => import("./bulk_field"), "customers");

const NONE = "none";
const PRIORITIES = ["urgent", "high", "normal", "low"] as const;

export default function BulkBar() {
  const desk = workspace.value;
  const count = picked.value.size;
  const all = shownOrder.value.ids.length;
  const isBusy = running.value !== null;
  const isTrash = route.value.view === "trash";
  if (!desk) return null;
  const run = async (change: Change): Promise<void> => {
    const asked = picked.value;
    const stayed = await changeMany([...asked], change);
    picked.value = new Set([...picked.value].filter((id) => !asked.has(id) || stayed.has(id)));
  };
  const agents: Choice[] = [{ value: NONE, label: t("list.nobody") }, { value: String(myId()), label: agentName(myId()) }, ...desk.agents.filter(({ id, is_active }) => is_active && id !== myId()).map(({ id, name }) => ({ value: String(id), label: name }))];
  return (
    <div class="bulk-bar" role="toolbar" aria-label={t("lists.bulk")}>
      <div class="bulk-line">
        <strong role="status">{running.value ? t("lists.bulk_running", { done: running.value.done, all: running.value.all }) : t("lists.picked", { count })}</strong>
        {count < all && <button type="button" class="link-button" onClick={pickAll}>{t("lists.pick_all", { count: all })}</button>}
        <button type="button" class="link-button" onClick={() => (picked.value = new Set())}>{t("lists.pick_none")}</button>
      </div>
      <div class="bulk-line">
        <Act label={t("ticket.status")} isBusy={isBusy} choices={desk.statuses.filter(({ category }) => category !== "new").map(({ id, key, name }) => ({ value: String(id), label: statusName({ key, name }) }))} onChoose={(value) => void run({ status_id: Number(value) })} />
        <Act label={t("ticket.assignee")} isBusy={isBusy} choices={agents} onChoose={(value) => void run({ assignee_id: value === NONE ? null : Number(value) })} />
        <Act label={t("ticket.team")} isBusy={isBusy} choices={[{ value: NONE, label: t("ticket.no_team") }, ...desk.teams.map(({ id, name }) => ({ value: String(id), label: name }))]} onChoose={(value) => void run({ team_id: value === NONE ? null : Number(value) })} />
        <Act label={t("ticket.priority")} isBusy={isBusy} choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} onChoose={(priority) => void run({ priority })} />
        <Tag isBusy={isBusy} onTag={(tag) => void run({ tags: { add: [tag] } })} />
        <BulkField isBusy={isBusy} run={(change) => void run(change)} />
        <button type="button" class="button small" disabled={isBusy} onClick={() => openSnooze([...picked.value], (snoozed_until) => void run({ snoozed_until }))}><Icon name="pause" size={14} /> {t("lists.snooze")}</button>
        <button type="button" class="button small" disabled={isBusy} onClick={() => void run({ is_spam: route.value.view !== "spam" })}>
          <Icon name={route.value.view === "spam" ? "undo" : "alert"} size={14} /> {t(route.value.view === "spam" ? "ticket.not_spam" : "ticket.mark_spam")}
        </button>
        <button type="button" class="button small" disabled={isBusy} onClick={() => void run({ is_trash: !isTrash })}>
          <Icon name={isTrash ? "undo" : "trash"} size={14} /> {t(isTrash ? "lists.restore" : "lists.delete")}
        </button>
      </div>
    </div>
  );
}

/** Chosen and done: it goes back to its name. */
function Act({ label, choices, isBusy, onChoose }: { label: string; choices: readonly Choice[]; isBusy: boolean; onChoose: (value: string) => void }) {
  return <Select label={label} value="" disabled={isBusy} choices={[{ value: "", label, disabled: true }, ...choices]} onChoose={onChoose} />;
}

function Tag({ isBusy, onTag }: { isBusy: boolean; onTag: (tag: string) => void }) {
  const [text, setText] = useState("");
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === "") return;
    onTag(text.trim());
    setText("");
  };
  return (
    <form class="bulk-tag" onSubmit={submit}>
      <input class="input" dir="auto" list="bulk-tags" maxLength={60} placeholder={t("lists.bulk_tag_add")} aria-label={t("lists.bulk_tag_add")} value={text} disabled={isBusy} onInput={(event) => setText(event.currentTarget.value)} />
      <datalist id="bulk-tags">{workspace.value?.tags.map(({ id, name }) => <option key={id} value={name} />)}</datalist>
    </form>
  );
}
