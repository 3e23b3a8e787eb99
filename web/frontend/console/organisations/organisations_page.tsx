/** Organisations by name, found by name or domain. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { openPlace } from "../customers/going";
import { focusOnce } from "../parts/focus";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { useSaving } from "../settings/form";
import { t } from "../text";

interface Line { readonly id: number; readonly name: string; readonly domain: string | null; readonly members: number }
interface Found { readonly organisations: readonly Line[]; readonly has_more: boolean }

export function OrganisationsPage() {
  const [q, setQ] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [name, setName] = useState<string | null>(null);
  const saving = useSaving();
  const load = (after = ""): Promise<Found> => api<Found>("GET", `/api/organisations?${new URLSearchParams({ q: q.trim(), after })}`);
  const first = (): void => (setError(null), void load().then(setFound, setError));
  useEffect(() => {
    const timer = setTimeout(first, found ? 200 : 0);
    return () => clearTimeout(timer);
  }, [q]);
  const more = (): void => void load(found!.organisations.at(-1)!.name).then((next) => setFound({ organisations: [...found!.organisations, ...next.organisations], has_more: next.has_more }), setError);
  const add = (event: Event): void => {
    event.preventDefault();
    void saving.run(async () => openPlace("organisations", (await api<{ id: number }>("POST", "/api/organisations", { name: name?.trim() })).id));
  };
  return (
    <>
      <h2 class="settings-title">{t("organisations.title")}</h2>
      <div class="customers-head">
        <label class="search-field">
          <Icon name="search" size={16} />
          <input class="input" type="search" dir="auto" aria-label={t("organisations.search")} placeholder={t("organisations.search")} value={q} onInput={(event) => setQ(event.currentTarget.value)} />
        </label>
        {name === null ? (
          <button type="button" class="button primary" onClick={() => setName("")}><Icon name="plus" size={16} /> {t("organisations.add")}</button>
        ) : (
          <form class="save-segment" onSubmit={add}>
            <input class="input" dir="auto" maxLength={200} aria-label={t("form.name")} placeholder={t("form.name")} value={name} ref={focusOnce} onInput={(event) => setName(event.currentTarget.value)} />
            <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>
          </form>
        )}
      </div>
      {error ? <Failed error={error} retry={first} /> : null}
      {!found && !error && <Skeleton rows={6} />}
      {found?.organisations.length === 0 && <Empty icon="inbox" title={t("organisations.none")}><p>{t("organisations.none_text")}</p></Empty>}
      {found && found.organisations.length > 0 && (
        <ul class="card lines">
          {found.organisations.map((one) => (
            <li key={one.id} class="line">
              <span class="line-main">
                <button type="button" class="link-button" dir="auto" onClick={() => openPlace("organisations", one.id)}>{one.name}</button>
                {one.domain && <span class="muted small-text">{one.domain}</span>}
              </span>
              <span class="muted">{t("organisations.members", { count: one.members })}</span>
            </li>
          ))}
        </ul>
      )}
      {found?.has_more && <button type="button" class="button" onClick={more}>{t("customers.more")}</button>}
    </>
  );
}
