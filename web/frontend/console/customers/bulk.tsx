/** What can be done to the chosen customers together. */
import { useState } from "preact/hooks";
import { changeMany, running, type Change } from "../lists/bulk";
import BulkField from "../lists/bulk_field";
import { Select } from "../parts/select";
import { workspace } from "../session";
import css from "../styles/lists.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { OrganisationChoice } from "./organisation_choice";
import { Tags } from "./tags";

wear(css);

interface Props {
  chosen: ReadonlySet<number>;
  /** By ids, or by what becomes of those chosen when it is called. */
  choose: (next: ReadonlySet<number> | ((now: ReadonlySet<number>) => ReadonlySet<number>)) => void;
  settled: () => void;
}

export function CustomerBulk({ chosen, choose, settled }: Props) {
  const isBusy = running.value !== null;
  const known = workspace.value?.tags ?? [];
  const run = async (change: Change): Promise<void> => {
    const stayed = await changeMany([...chosen], change, { path: "/api/customer-changes", done: "customers.bulk_done", settled });
    choose((now) => new Set([...now].filter((id) => !chosen.has(id) || stayed.has(id))));
  };
  return (
    <section class="card bulk" aria-label={t("customers.selected", { count: chosen.size })}>
      <strong role="status">{running.value ? t("lists.bulk_running", running.value) : t("customers.selected", { count: chosen.size })}</strong>
      <Tags name="bulk" tags={[]} onChange={(add) => void run({ tags: { add } })} />
      {known.length > 0 && <Select label={t("customers.bulk_untag")} value="" disabled={isBusy} choices={[{ value: "", label: t("customers.bulk_untag") }, ...known.map(({ name }) => ({ value: name, label: name }))]} onChoose={(tag) => tag && void run({ tags: { remove: [tag] } })} />}
      <BulkField entity="customer" isBusy={isBusy} run={(change) => void run(change)} />
      <BulkOrganisation isBusy={isBusy} run={(change) => void run(change)} />
      <button type="button" class="link-button" onClick={() => choose(new Set())}>{t("lists.pick_none")}</button>
    </section>
  );
}

/** Named first, then set: leaving a field alone changes nobody. */
function BulkOrganisation({ isBusy, run }: { isBusy: boolean; run: (change: Change) => void }) {
  const [id, setId] = useState<number | null>(null);
  return (
    <span class="bulk-field">
      <OrganisationChoice id="bulk-organisation" label={t("customers.organisation")} current={null} onChoose={setId} />
      {id !== null && <button type="button" class="button small primary" disabled={isBusy} onClick={() => run({ organisation_id: id })}>{t("lists.bulk_set")}</button>}
      <button type="button" class="button small" disabled={isBusy} onClick={() => run({ organisation_id: null })}>{t("customers.bulk_no_organisation")}</button>
    </span>
  );
}
