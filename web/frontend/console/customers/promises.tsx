/** What was promised to a customer, whatever ticket it is about: what, by when, who keeps it. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { focusOnce } from "../parts/focus";
import { Select } from "../parts/select";
import { myId, workspace } from "../session";
import { t } from "../text";
import { tell, toast } from "../toasts";
import { nameOf } from "../writing/dates";
import "../writing/look";
import { momentText } from "../writing/moment_text";
import { atNine } from "../writing/moments";
import { PromiseLine } from "../writing/promise_line";
import { dayOf, promiseCustomer } from "../writing/promises";
import type { Promised } from "../writing/types";

interface Props { customerId: number; promises: readonly Promised[]; onChange: () => void }

export function CustomerPromises({ customerId, promises, onChange }: Props) {
  const [isAdding, setAdding] = useState(false);
  return (
    <section class="customer-promises" aria-label={t("customer_promise.title")}>
      <h3>{t("customer_promise.title")}</h3>
      {promises.length > 0 && <ul class="promises">{promises.map((one) => <PromiseLine key={one.id} promise={one} onDone={onChange} />)}</ul>}
      {isAdding ? <AddPromise customerId={customerId} onDone={() => (setAdding(false), onChange())} onCancel={() => setAdding(false)} /> : <button type="button" class="button small" onClick={() => setAdding(true)}><Icon name="plus" size={14} /> {t("customer_promise.add")}</button>}
    </section>
  );
}

/** A day named in the text ("on Tuesday") becomes the day it is due, until one is chosen by hand. */
function AddPromise({ customerId, onDone, onCancel }: { customerId: number; onDone: () => void; onCancel: () => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [ownerId, setOwnerId] = useState(myId());
  const [isBusy, setBusy] = useState(false);
  const named = nameOf(text, new Date());
  const day = chosen ?? dayOf(named?.at ?? atNine(Date.now(), 1));
  const due = chosen === null && named?.hasTime ? named.at : day;
  const agents = (workspace.value?.agents ?? []).filter(({ is_active }) => is_active);
  const save = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    promiseCustomer(customerId, { text: text.trim(), due, ownerId }).then(({ due_at }) => (toast(t("promise.noted", { time: momentText(due_at) })), onDone()), tell).finally(() => setBusy(false));
  };
  return (
    <form class="date-form" onSubmit={save} onKeyDown={(event) => event.key === "Escape" && (event.stopPropagation(), onCancel())}>
      <input class="input" dir="auto" maxLength={500} required aria-label={t("promise.what")} placeholder={t("customer_promise.hint")} value={text} ref={focusOnce} onInput={(event) => setText(event.currentTarget.value)} />
      <input class="input" type="date" required aria-label={t("promise.day")} title={t("promise.day_help")} value={day} onInput={(event) => setChosen(event.currentTarget.value)} />
      <Select label={t("promise.owner")} value={String(ownerId)} choices={agents.map((agent) => ({ value: String(agent.id), label: agent.name }))} onChoose={(value) => setOwnerId(Number(value))} />
      <button type="submit" class="button small primary" disabled={isBusy || text.trim() === ""}>{t("action.save")}</button>
      <button type="button" class="icon-button small" aria-label={t("action.close")} title={t("action.close")} onClick={onCancel}><Icon name="x" size={14} /></button>
    </form>
  );
}
