/** Customers: searched, filtered, selected, changed together, exported. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Empty, Failed, Skeleton } from "../parts/states";
import { isSupervisor } from "../session";
import { ofFields } from "../lists/sorts";
import { useData } from "../settings/data";
import { t, when } from "../text";
import { AddCustomer } from "./add_customer";
import { CustomerBulk } from "./bulk";
import { Cells, Columns, columns, Heads } from "./columns";
import { wantDefinitions } from "./definitions";
import { FilterBuilder } from "./filter_builder";
import { openCustomer } from "./going";
import { fileAddress, useList, type Wanted } from "./list_data";
import { NOBODY, type Line, type Segment } from "./list_types";
import type { CustomField } from "./types";
import { SaveSegment, segmentName } from "./segments";

export function ListPage() {
  const search = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState<Omit<Wanted, "fields">>({ q: "", sort: "newest", filter: NOBODY });
  const [segmentId, setSegmentId] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [isAdding, setAdding] = useState(false);
  const segments = useData<Segment[]>("/api/segments");
  useEffect(wantDefinitions, []);
  const fields = columns(wanted.sort);
  const asked: Wanted = { ...wanted, fields: fields.map(({ key }) => key) };
  const list = useList(asked);
  const segment = segments.value?.find(({ id }) => id === segmentId) ?? null;
  const choose = (value: string): void => {
    const found = segments.value?.find(({ id }) => String(id) === value);
    setSegmentId(found?.id ?? 0);
    setWanted({ ...wanted, filter: found?.filter ?? NOBODY });
    setChosen(new Set());
  };
  // who came by keyboard goes on typing; a finger would only call up the keyboard of its screen
  useEffect(() => void (matchMedia("(pointer: coarse)").matches || search.current?.focus({ preventScroll: true })), []);
  const toggle = (id: number): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const all = list.lines ?? [];
  return (
    <>
      <div class="customers-head">
        <label class="search-field">
          <Icon name="search" size={16} />
          <input ref={search} class="input" type="search" dir="auto" aria-label={t("customers.search")} placeholder={t("customers.search")} value={wanted.q} onInput={(event) => setWanted({ ...wanted, q: event.currentTarget.value })} />
        </label>
        <Select label={t("segments.title")} value={String(segmentId)} choices={[{ value: "0", label: t("segments.everybody") }, ...(segments.value ?? []).map((one) => ({ value: String(one.id), label: segmentName(one) }))]} onChoose={choose} />
        <Select label={t("customers.sort")} value={wanted.sort} choices={[{ value: "newest", label: t("customers.newest") }, { value: "name", label: t("customers.by_name") }, ...ofFields("customer", "customer")]} onChoose={(sort) => setWanted({ ...wanted, sort })} />
        <button type="button" class="button primary" onClick={() => setAdding(true)}><Icon name="plus" size={16} /> {t("customers.add")}</button>
      </div>
      <FilterBuilder filter={wanted.filter} onChange={(filter) => setWanted({ ...wanted, filter })} />
      {isSupervisor() && <SaveSegment key={segmentId} segment={segment} filter={wanted.filter} onDone={(id) => (segments.reload(), setSegmentId(id))} />}
      <div class="customers-sum">
        <span class="muted" role="status">{list.lines && t(list.isMore ? "customers.more_than" : "customers.count", { count: list.count })}</span>
        <Columns />
        {isSupervisor() && <a class="button small" href={fileAddress(asked, "csv")} download>CSV</a>}
        {isSupervisor() && <a class="button small" href={fileAddress(asked, "xlsx")} download>XLSX</a>}
      </div>
      {chosen.size > 0 && <CustomerBulk chosen={chosen} choose={setChosen} settled={list.reload} />}
      {list.error ? <Failed error={list.error} retry={list.reload} /> : null}
      {!list.lines && !list.error && <Skeleton rows={8} />}
      {list.lines?.length === 0 && !list.error && <Empty icon="users" title={t("customers.none")}><p>{t(wanted.q || wanted.filter.conditions.length > 0 ? "customers.none_found" : "customers.none_text")}</p></Empty>}
      {all.length > 0 && (
        <div class={fields.length > 0 ? "customers-scroll" : undefined} {...(fields.length > 0 && { tabIndex: 0, role: "region", "aria-label": t("customers.title") })}>
        <table class="card customers-table">
          <thead>
            <tr>
              <th scope="col"><input type="checkbox" aria-label={t("customers.select_all")} checked={chosen.size > 0 && all.every(({ id }) => chosen.has(id))} onChange={(event) => setChosen(event.currentTarget.checked ? new Set(all.map(({ id }) => id)) : new Set())} /></th>
              <th scope="col">{t("customer.name")}</th>
              <Heads fields={fields} />
              <th scope="col">{t("customers.organisation")}</th>
              <th scope="col">{t("tags.title")}</th>
              <th scope="col" class="number">{t("customer.tickets")}</th>
              <th scope="col">{t("customers.last")}</th>
            </tr>
          </thead>
          <tbody>{all.map((line) => <CustomerRow key={line.id} line={line} isChosen={chosen.has(line.id)} toggle={toggle} fields={fields} />)}</tbody>
        </table>
        </div>
      )}
      {list.hasMore && <button type="button" class="button" onClick={list.more}>{t("customers.more")}</button>}
      {isAdding && <AddCustomer onClose={() => setAdding(false)} />}
    </>
  );
}

function CustomerRow({ line, isChosen, toggle, fields }: { line: Line; isChosen: boolean; toggle: (id: number) => void; fields: readonly CustomField[] }) {
  const name = line.name || t("customer.nameless");
  const address = line.addresses.find(({ kind }) => kind !== "visitor")?.address ?? "";
  return (
    <tr class={isChosen ? "is-chosen" : ""}>
      <td><input type="checkbox" aria-label={t("customers.select", { name })} checked={isChosen} onChange={() => toggle(line.id)} /></td>
      <td>
        <button type="button" class="customer-link" onClick={() => openCustomer(line.id)}>
          <Avatar name={line.name} id={line.id} size={28} />
          <span class="line-main"><strong dir="auto">{name}</strong>{address && address !== name && <span class="muted small-text" dir="auto">{address}</span>}</span>
        </button>
      </td>
      <Cells line={line} fields={fields} />
      <td class="wide-cell" dir="auto">{line.organisation ?? ""}</td>
      <td class="wide-cell">{line.tags.map((tag) => <span key={tag} class="chip" dir="auto">{tag}</span>)}</td>
      <td class="number">{line.tickets}</td>
      <td class="wide-cell">{line.last_at && <time dateTime={line.last_at} title={when.full(line.last_at)}>{when.short(line.last_at)}</time>}</td>
    </tr>
  );
}
