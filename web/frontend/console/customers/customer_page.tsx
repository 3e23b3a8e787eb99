/** One customer whole: who they are, how to reach them, what agents know, everything that happened. */
import { useState } from "preact/hooks";
import { Problem } from "../api";
import { CustomerTickets } from "../customer/tickets";
import StartButton from "../letter/start_button";
import { Avatar } from "../parts/avatar";
import { Icon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { workspace } from "../session";
import { languageName, t, when } from "../text";
import { tell } from "../toasts";
import { Addresses } from "./addresses";
import { Dates } from "./dates";
import { FieldList } from "./fields";
import { openCustomer, openPlace } from "./going";
import { Merged, Suggestions } from "./merging";
import { Notes } from "./notes";
import { OrganisationChoice } from "./organisation_choice";
import { LogCall, Sums } from "./outside";
import { useProfile } from "./profile_data";
import { CustomerPromises } from "./promises";
import { Tags } from "./tags";
import { Timeline } from "./timeline";
import type { Profile } from "./types";

export function CustomerPage({ id }: { id: number }) {
  const { value: customer, error, reload, patch } = useProfile(id);
  const [isCalling, setCalling] = useState(false);
  const [turn, setTurn] = useState(0);
  if (error && !customer) return <Failed error={error} retry={reload} />;
  if (!customer) return <Skeleton rows={8} kind="line" />;
  if (customer.merged_into_id !== null) return <Gone intoId={customer.merged_into_id} />;
  const changed = (): void => (reload(), setTurn((one) => one + 1));
  return (
    <>
      <header class="customer-page-head">
        <button type="button" class="icon-button" aria-label={t("customers.back")} onClick={() => openPlace("customers")}><Icon name="back" /></button>
        {customer.photo_url ? <img class="avatar photo" src={customer.photo_url} alt="" width={48} height={48} /> : <Avatar name={customer.name} id={customer.id} size={48} />}
        <div class="customer-names">
          <h2 class="settings-title" dir="auto">{customer.name || t("customer.nameless")}</h2>
          <p class="muted small-text">{t("customer.since", { date: when.day(customer.created_at) })}{customer.blocked && ` · ${t("customer.blocked")}`}</p>
        </div>
        <StartButton customer={customer} />
        <button type="button" class="button" onClick={() => setCalling(true)}><Icon name="phone" size={16} /> {t("outside.log")}</button>
      </header>
      <Suggestions customer={customer} onChange={changed} />
      <div class="customer-columns">
        <div class="customer-facts">
          <Facts customer={customer} patch={patch} />
          <Addresses customerId={id} identities={customer.identities} onChange={reload} />
          <CustomerPromises customerId={id} promises={customer.promises} onChange={reload} />
          <Dates customerId={id} dates={customer.dates} onChange={reload} />
          <Merged customer={customer} onChange={changed} />
        </div>
        <div class="customer-story">
          <Sums sums={customer.sums} />
          <Notes path={`/api/customers/${id}/notes`} notes={customer.notes} onChange={reload} />
          {customer.tickets.length > 0 && <CustomerTickets customer={customer} ticketId={0} />}
          <Timeline customerId={id} turn={turn} />
        </div>
      </div>
      {isCalling && <LogCall customerId={id} onClose={() => setCalling(false)} onDone={changed} />}
    </>
  );
}

function Gone({ intoId }: { intoId: number }) {
  return <p>{t("merge.gone")} <button type="button" class="link-button" onClick={() => openCustomer(intoId)}>{t("customers.open")}</button></p>;
}

function Facts({ customer, patch }: { customer: Profile; patch: (body: Record<string, unknown>) => Promise<void> }) {
  const [, drawAnew] = useState(0); // a choice that was not kept is not shown as if it were
  const save = (body: Record<string, unknown>): void => void patch(body).catch((error: unknown) => (tell(error), drawAnew((one) => one + 1)));
  const organisation = typeof customer.organisation === "string" || customer.organisation === null ? null : customer.organisation;
  return (
    <section class="card customer-data" aria-label={t("customers.facts")}>
      <Line id="customer-name" label={t("customer.name")} value={customer.name} save={(name) => name && save({ name })} />
      <div class="custom-field">
        <label class="muted" for="customer-organisation">{t("customers.organisation")}</label>
        <span class="organisation-line">
          <OrganisationChoice current={organisation} onChoose={(organisation_id) => save({ organisation_id })} />
          {organisation && <button type="button" class="icon-button small" aria-label={t("organisations.open", { name: organisation.name })} onClick={() => openPlace("organisations", organisation.id)}><Icon name="forward" size={14} /></button>}
        </span>
      </div>
      <div class="custom-field">
        <label class="muted" for="customer-language">{t("filter.field.language")}</label>
        <select id="customer-language" class="input" value={customer.language ?? ""} onChange={(event) => save({ language: event.currentTarget.value })}>
          {[...new Set(["", customer.language ?? "", ...(workspace.value?.languages ?? [])])].map((tag) => <option key={tag} value={tag}>{tag ? languageName(tag) : "–"}</option>)}
        </select>
      </div>
      <Line id="customer-zone" label={t("customers.time_zone")} value={customer.time_zone} list={zones()} save={(time_zone) => patch({ time_zone }).catch((error: unknown) => (error instanceof Problem && error.fields["time_zone"] ? tell(new Problem("time_zone", 400)) : tell(error)))} />
      <div class="custom-field">
        <label class="muted" for="customer-letters">{t("customers.letters")}</label>
        <select id="customer-letters" class="input" title={t("customers.letters_help")} value={customer.unsubscribed_at ? "off" : "on"} onChange={(event) => save({ unsubscribed: event.currentTarget.value === "off" })}>
          <option value="on">{t("customers.letters_on")}</option>
          <option value="off">{customer.unsubscribed_at ? t("customers.letters_off", { date: when.day(customer.unsubscribed_at) }) : t("customers.letters_none")}</option>
        </select>
      </div>
      <div class="custom-field">
        <span class="muted">{t("tags.title")}</span>
        <Tags name="customer" tags={customer.tags.map(String)} onChange={(tags) => patch({ tags })} />
      </div>
      <FieldList entity="customer" values={customer.fields} save={(fields) => patch({ fields })} />
    </section>
  );
}

function Line({ id, label, value, save, list }: { id: string; label: string; value: string; save: (value: string) => void; list?: readonly string[] }) {
  return (
    <div class="custom-field">
      <label class="muted" for={id}>{label}</label>
      <input key={value} id={id} class="input" dir="auto" maxLength={200} defaultValue={value} list={list && `${id}-list`} onBlur={(event) => event.currentTarget.value.trim() !== value && save(event.currentTarget.value.trim())} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
      {list && <datalist id={`${id}-list`}>{list.map((one) => <option key={one} value={one} />)}</datalist>}
    </div>
  );
}

function zones(): readonly string[] {
  return Intl.supportedValuesOf?.("timeZone") ?? [];
}

