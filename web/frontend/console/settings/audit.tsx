/** The audit log: who did what to what, by person, kind and day. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { openCustomer } from "../customers/going";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Empty, Failed, Skeleton } from "../parts/states";
import { go } from "../route";
import { workspace } from "../session";
import { known, t, when } from "../text";
import { Field } from "./form";

interface Entry {
  readonly id: number;
  readonly at: string;
  readonly agent_id: number | null;
  readonly agent: string | null;
  readonly verb: string;
  readonly object: string;
  readonly name: string | null;
  readonly address: string;
  readonly data: Readonly<Record<string, unknown>>;
}
interface Part { readonly entries: readonly Entry[]; readonly before: number | null }
interface Asked { readonly agent_id: string; readonly kind: string; readonly since: string; readonly until: string }

const KINDS = ["people", "customers", "tickets", "channels", "routing", "service", "automation", "writing", "settings"] as const;
const IS_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const ALL: Asked = { agent_id: "", kind: "", since: "", until: "" };

export default function AuditPage() {
  const [asked, setAsked] = useState(ALL);
  const set = (change: Partial<Asked>): void => setAsked((now) => ({ ...now, ...change }));
  const people = [...(workspace.value?.agents ?? [])].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <>
      <p class="muted">{t("audit.text")}</p>
      <form class="audit-filter" onSubmit={(event) => event.preventDefault()}>
        <Field name="audit-who" label={t("audit.who")}>
          {({ id }) => <Select id={id} label={t("audit.who")} value={asked.agent_id} choices={[{ value: "", label: t("audit.anybody") }, { value: "0", label: t("audit.nobody") }, ...people.map((one) => ({ value: String(one.id), label: one.name }))]} onChoose={(agent_id) => set({ agent_id })} />}
        </Field>
        <Field name="audit-kind" label={t("audit.kind")}>
          {({ id }) => <Select id={id} label={t("audit.kind")} value={asked.kind} choices={[{ value: "", label: t("audit.anything") }, ...KINDS.map((value) => ({ value, label: t(`audit.kind.${value}`) }))]} onChoose={(kind) => set({ kind })} />}
        </Field>
        {(["since", "until"] as const).map((name) => (
          <Field key={name} name={`audit-${name}`} label={t(`audit.${name}`)}>
            {(attributes) => <input type="date" class="input" value={asked[name]} min={name === "until" ? asked.since : undefined} max={name === "since" ? asked.until : undefined} onChange={(event) => set({ [name]: event.currentTarget.value })} {...attributes} />}
          </Field>
        ))}
      </form>
      <Entries key={JSON.stringify(asked)} asked={asked} />
    </>
  );
}

function Entries({ asked }: { asked: Asked }) {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [before, setBefore] = useState<number | null>(null);
  const [state, setState] = useState<"busy" | "ready" | { error: unknown }>("busy");
  const fetchPart = async (from: number | null): Promise<void> => {
    setState("busy");
    const wanted = Object.entries({ ...asked, before: from === null ? "" : String(from) }).filter(([, value]) => value !== "");
    try {
      const part = await api<Part>("GET", `/api/audit?${new URLSearchParams(wanted).toString()}`);
      setEntries((now) => [...now, ...part.entries]);
      setBefore(part.before);
      setState("ready");
    } catch (error) {
      setState({ error });
    }
  };
  useEffect(() => void fetchPart(null), []);
  if (typeof state === "object") return <Failed error={state.error} retry={() => void fetchPart(entries.length > 0 ? before : null)} />;
  if (entries.length === 0 && state === "busy") return <Skeleton rows={8} />;
  return (
    <>
      {entries.length === 0 && <Empty icon="search" title={t(before === null ? "audit.none" : "audit.none_yet")} />}
      {entries.length > 0 && <ol class="card lines" aria-label={t("settings.audit")}>{entries.map((entry) => <Line key={entry.id} entry={entry} />)}</ol>}
      {before !== null && <button type="button" class="button" disabled={state === "busy"} onClick={() => void fetchPart(before)}>{t("audit.older")}</button>}
    </>
  );
}

function Line({ entry }: { entry: Entry }) {
  const { verb, at, agent, agent_id, address, data } = entry;
  const [noun = "", act = ""] = verb.split(".");
  return (
    <li class="line">
      <span class="line-main">
        <span><strong dir="auto">{agent ?? (agent_id === null ? t("audit.nobody") : `#${agent_id}`)}</strong> · {known("audit.of.", noun) ?? noun}: {known("audit.act.", act) ?? act} <Thing entry={entry} /></span>
        <span class="muted small-text" dir="auto">{[when.full(at), address, ...Object.entries(data).map(([name, value]) => detail(name, value))].filter(Boolean).join(" · ")}</span>
      </span>
    </li>
  );
}

/** Customers and tickets are opened: the log knows ids, and no number that people would know them by. */
function Thing({ entry: { object, name, agent_id } }: { entry: Entry }) {
  const [kind = "", id = ""] = object.split(":");
  if (!id || (kind === "agent" && Number(id) === agent_id)) return null;
  const text = name ?? `${known("audit.of.", kind) ?? kind} #${id}`;
  if (kind === "customer") return <button type="button" class="link-button" onClick={() => openCustomer(Number(id))}><Icon name="forward" size={12} /> {t("action.open")}</button>;
  if (kind === "ticket") return <button type="button" class="link-button" onClick={() => go({ ticket: Number(id) })}><Icon name="forward" size={12} /> {t("action.open")}</button>;
  return <span dir="auto">{text}</span>;
}

/** Words of ours in the reader's language; what only the software reads is left out. */
function detail(name: string, value: unknown): string {
  const isWhole = typeof value === "object" && value !== null && !Array.isArray(value);
  return isWhole ? "" : `${known("audit.key.", name) ?? name}: ${shown(value)}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  if (typeof value === "boolean") return t(value ? "audit.yes" : "audit.no");
  const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  if (IS_MOMENT.test(text)) return when.full(text);
  return known("role.", text) ?? known("channel.", text) ?? known("audit.field.", text) ?? text;
}
