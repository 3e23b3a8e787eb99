/** Customers from a CSV file: columns chosen, looked at, taken in a few hundred at a time. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Empty } from "../parts/states";
import { isSupervisor } from "../session";
import { useSaving } from "../settings/form";
import { known, t } from "../text";
import { tell } from "../toasts";
import { guess, readCsv, textOf } from "./csv";
import { fieldsOf, labelOf, wantDefinitions } from "./definitions";
import { ADDRESSES, columnName, COLUMNS, customFields, ImportColumns } from "./import_columns";

const CHUNK = 100;

interface Outcome { readonly outcome: "new" | "changed" | "same" | "problem"; readonly problem?: Readonly<Record<string, string>> }
interface Progress { readonly isPreview: boolean; readonly done: number; readonly of: number; readonly counts: Readonly<Record<string, number>>; readonly problems: readonly { readonly row: number; readonly text: string }[] }

export function ImportPage() {
  useEffect(wantDefinitions, []);
  const [rows, setRows] = useState<string[][]>([]);
  const [columns, setColumns] = useState<string[]>([]);
  const [progress, setProgress] = useState<Progress | null>(null);
  const { isBusy, run: save } = useSaving();
  const [problem, setProblem] = useState<"import.no_text" | "import.empty" | null>(null);
  if (!isSupervisor()) return <Empty icon="lock" title={t("import.forbidden")} />;
  const custom = customFields();
  const [head = [], ...body] = rows;
  const open = async (file: File | undefined): Promise<void> => {
    const text = file ? textOf(new Uint8Array(await file.arrayBuffer())) : "";
    const found = readCsv(text ?? "");
    setRows(found);
    setProblem(text === null ? "import.no_text" : file && found.length < 2 ? "import.empty" : null);
    setProgress(null);
    setColumns((found[0] ?? []).map((name) => guess(name, custom.map(({ key }) => key))));
  };
  const run = (isPreview: boolean): Promise<boolean> => save(() => sendAll(body, columns, isPreview, setProgress));
  const hasAddress = columns.some((column) => ADDRESSES.has(column));
  const chosen = columns.filter((column) => column !== "");
  const isTwice = new Set(chosen).size < chosen.length;
  return (
    <>
      <h2 class="settings-title">{t("import.title")}</h2>
      <p class="muted">{t("import.text")}</p>
      <label class="file-choice">{t("import.file")} <input type="file" accept=".csv,text/csv" onChange={(event) => void open(event.currentTarget.files?.[0]).catch(tell)} /></label>
      {problem && <Wrong text={t(problem)} />}
      {body.length === 0 && <ImportColumns />}
      {body.length > 0 && (
        <table class="card import-columns">
          <thead><tr><th scope="col">{t("import.column")}</th><th scope="col">{t("import.example")}</th><th scope="col">{t("import.becomes")}</th></tr></thead>
          <tbody>
            {head.map((name, at) => (
              <tr key={at}>
                <th scope="row" dir="auto">{name}</th>
                <td class="muted" dir="auto">{body.find((row) => row[at])?.[at] ?? ""}</td>
                <td><Select label={`${t("import.becomes")}: ${name}`} value={columns[at] ?? ""} choices={[{ value: "", label: t("import.skip") }, ...COLUMNS.map((value) => ({ value, label: columnName(value) })), ...custom.map((field) => ({ value: `fields.${field.key}`, label: labelOf(field.labels), group: t("fields.title") }))]} onChoose={(value) => (setProgress(null), setColumns(columns.map((one, place) => (place === at ? value : one))))} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {body.length > 0 && !hasAddress && <Wrong text={t("import.needs_address")} />}
      {isTwice && <Wrong text={t("import.twice")} />}
      {body.length > 0 && (
        <div class="customers-sum">
          <button type="button" class="button" disabled={isBusy || !hasAddress || isTwice} onClick={() => void run(true)}>{t("import.preview")}</button>
          <button type="button" class="button primary" disabled={isBusy || !hasAddress || isTwice} onClick={() => void run(false)}>{t("import.run", { count: body.length })}</button>
        </div>
      )}
      {progress && <Result progress={progress} isBusy={isBusy} />}
    </>
  );
}

function Wrong({ text }: { text: string }) {
  return <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {text}</p>;
}

async function sendAll(body: readonly string[][], columns: readonly string[], isPreview: boolean, tellProgress: (progress: Progress) => void): Promise<void> {
  let progress: Progress = { isPreview, done: 0, of: body.length, counts: {}, problems: [] };
  tellProgress(progress);
  for (let from = 0; from < body.length; from += CHUNK) {
    const some = body.slice(from, from + CHUNK);
    const outcomes = await api<Outcome[]>("POST", "/api/customer-imports", { is_preview: isPreview, rows: some.map((row) => cellsOf(row, columns)) });
    const counts = { ...progress.counts };
    for (const { outcome } of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    const problems = outcomes.flatMap((one, at) => (one.problem ? [{ row: from + at + 2, text: inWords(one.problem) }] : []));
    progress = { ...progress, done: from + some.length, counts, problems: [...progress.problems, ...problems].slice(0, 200) };
    tellProgress(progress);
  }
}

function cellsOf(row: readonly string[], columns: readonly string[]): Record<string, string> {
  const pairs = columns.flatMap((column, at) => (column !== "" && row[at] ? [[column, row[at].slice(0, 2000)] as const] : []));
  return Object.fromEntries(pairs);
}

function Result({ progress, isBusy }: { progress: Progress; isBusy: boolean }) {
  const { counts, done, isPreview, of } = progress;
  return (
    <section class="card" role="status">
      <progress max={progress.of} value={progress.done} aria-label={t("import.title")} />
      <p>{(["new", "changed", "same", "problem"] as const).filter((word) => counts[word]).map((word) => `${t(word === "changed" && isPreview ? "import.known" : `import.${word}`)}: ${counts[word]}`).join(" · ")}</p>
      {!isBusy && done < of && <Wrong text={t("import.stopped", { done, count: of })} />}
      {progress.problems.length > 0 && <ul class="import-problems">{progress.problems.map(({ row, text }) => <li key={row}>{t("import.row", { row })}: {text}</li>)}</ul>}
    </section>
  );
}

function inWords(problem: Readonly<Record<string, string>>): string {
  return Object.entries(problem).map(([name, word]) => {
    const words = known("import.wrong.", word) ?? known("fields.problem.", word) ?? known("field.", word) ?? t("import.wrong.invalid");
    return name.startsWith("fields.") ? `${fieldName(name.slice(7))}: ${words}` : words;
  }).join("; ");
}

function fieldName(key: string): string {
  const field = fieldsOf("customer").find((one) => one.key === key);
  return field ? labelOf(field.labels) : key;
}
