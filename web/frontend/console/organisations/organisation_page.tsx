/** One organisation: domains by which people join it, fields, notes, people, tickets. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { FieldList } from "../customers/fields";
import { openPlace } from "../customers/going";
import type { Person } from "../customers/list_types";
import { PersonLine } from "../customers/merging";
import { Notes } from "../customers/notes";
import type { Note } from "../customers/types";
import { Icon, channelIcon } from "../parts/icon";
import { Failed, Skeleton } from "../parts/states";
import { SureButton } from "../parts/sure_button";
import { go } from "../route";
import { isSupervisor } from "../session";
import { useData } from "../settings/data";
import type { CustomerTicket } from "../store/types";
import { known, t, when } from "../text";
import { tell, toast } from "../toasts";

interface Organisation { readonly id: number; readonly name: string; readonly domains: readonly string[]; readonly fields: Record<string, unknown>; readonly created_at: string; readonly notes: readonly Note[]; readonly members: readonly Person[]; readonly tickets: readonly (CustomerTicket & { customer_name: string })[] }

export function OrganisationPage({ id }: { id: number }) {
  const at = `/api/organisations/${id}`;
  const { value: one, error, reload } = useData<Organisation>(at);
  const [domain, setDomain] = useState("");
  if (error && !one) return <Failed error={error} retry={reload} />;
  if (!one) return <Skeleton rows={6} kind="line" />;
  const patch = (body: Record<string, unknown>): Promise<void> => api("PATCH", at, body).then(reload);
  const setDomains = (domains: readonly string[]): void =>
    void patch({ domains }).then(() => setDomain(""), (problem: unknown) => {
      const word = problem instanceof Problem ? known("organisations.wrong.", String(problem.fields["domains"])) : null;
      if (word) toast(word, { kind: "error" });
      else tell(problem);
    });
  return (
    <>
      <header class="customer-page-head">
        <button type="button" class="icon-button" aria-label={t("organisations.back")} onClick={() => openPlace("organisations")}><Icon name="back" /></button>
        <h2 class="settings-title" dir="auto">{one.name}</h2>
        {isSupervisor() && one.members.length === 0 && <SureButton className="button danger-button" onSure={() => void api("DELETE", at).then(() => openPlace("organisations"), tell)}><Icon name="trash" size={14} /> {t("action.delete")}</SureButton>}
      </header>
      <div class="customer-columns">
        <div class="customer-facts">
          <section class="card customer-data" aria-label={t("customers.facts")}>
            <div class="custom-field">
              <label class="muted" for="organisation-name">{t("form.name")}</label>
              <input key={one.name} id="organisation-name" class="input" dir="auto" maxLength={200} defaultValue={one.name} onBlur={(event) => event.currentTarget.value.trim() !== one.name && void patch({ name: event.currentTarget.value.trim() }).catch(tell)} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
            </div>
            <div class="custom-field">
              <span class="muted">{t("organisations.domains")}</span>
              <form class="tag-editor" onSubmit={(event) => (event.preventDefault(), domain.trim() && setDomains([...one.domains, domain.trim()]))}>
                {one.domains.map((name) => (
                  <span key={name} class="chip">{name}<button type="button" class="chip-remove" aria-label={t("tags.remove", { tag: name })} onClick={() => setDomains(one.domains.filter((other) => other !== name))}><Icon name="x" size={12} /></button></span>
                ))}
                <input class="input tag-input" aria-label={t("organisations.add_domain")} placeholder="shop.example" maxLength={253} value={domain} onInput={(event) => setDomain(event.currentTarget.value)} />
              </form>
            </div>
            <p class="muted small-text">{t("organisations.domains_text")}</p>
            <FieldList entity="organisation" values={one.fields} save={(fields) => patch({ fields })} />
          </section>
          <Notes path={`${at}/notes`} notes={one.notes} onChange={reload} />
        </div>
        <div class="customer-story">
          <section aria-label={t("organisations.people")}>
            <h3>{t("organisations.people")} <span class="count">{one.members.length}</span></h3>
            {one.members.length === 0 ? <p class="muted">{t("organisations.nobody")}</p> : <ul class="card lines">{one.members.map((person) => <li key={person.id} class="line"><PersonLine person={person} /></li>)}</ul>}
          </section>
          <section aria-label={t("customer.tickets")}>
            <h3>{t("customer.tickets")} <span class="count">{one.tickets.length}</span></h3>
            <ul class="card lines">
              {one.tickets.map((ticket) => (
                <li key={ticket.id} class="line">
                  <Icon name={channelIcon(ticket.channel_kind)} size={14} />
                  <span class="line-main"><button type="button" class="link-button" dir="auto" onClick={() => go({ ticket: ticket.id })}>#{ticket.number} {ticket.subject}</button><span class="muted small-text" dir="auto">{ticket.customer_name} · {when.short(ticket.created_at)}</span></span>
                  <span class={`chip category-${ticket.category}`}>{t(`category.${ticket.category}`)}</span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </>
  );
}
