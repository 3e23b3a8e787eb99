/** The client base: customers, organisations, duplicates, files that come in. */
import css from "../styles/customers.css" with { type: "text" };
import { useCurrentInSight } from "../parts/current";
import { Icon, type IconName } from "../parts/icon";
import { go, route } from "../route";
import "../settings/look";
import { t, type Key } from "../text";
import { wear } from "../wear";
import { CustomerPage } from "./customer_page";
import { DuplicatesPage } from "./duplicates_page";
import { openPlace, whereIn, type Place } from "./going";
import { ImportPage } from "./import_page";
import { ListPage } from "./list_page";
import { OrganisationPage } from "../organisations/organisation_page";
import { OrganisationsPage } from "../organisations/organisations_page";

wear(css);

const PLACES: readonly { place: Place; title: Key; icon: IconName }[] = [
  { place: "customers", title: "customers.title", icon: "users" },
  { place: "organisations", title: "organisations.title", icon: "inbox" },
  { place: "duplicates", title: "duplicates.title", icon: "copy" },
  { place: "import", title: "import.title", icon: "down" },
];

export default function CustomersPage() {
  const { place, id } = whereIn(route.value.query);
  useCurrentInSight(place);
  const title = t(PLACES.find((one) => one.place === place)!.title);
  return (
    <div class="settings customers">
      <nav class="pane settings-nav" aria-label={t("customers.places")}>
        <header class="pane-head">
          <button type="button" class="icon-button" aria-label={t("action.back_to_list")} onClick={() => go({})}><Icon name="back" /></button>
          <h1 class="pane-title">{t("customers.title")}</h1>
        </header>
        <ul class="views">
          {PLACES.map((one) => (
            <li key={one.place}>
              <button type="button" class="view-link" aria-current={one.place === place ? "page" : undefined} onClick={() => openPlace(one.place)}>
                <Icon name={one.icon} size={16} />
                <span class="view-name">{t(one.title)}</span>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" class="pane settings-body" aria-label={title}>
        <div class="settings-column customers-column">
          {place === "customers" && (id === null ? <ListPage /> : <CustomerPage key={id} id={id} />)}
          {place === "organisations" && (id === null ? <OrganisationsPage /> : <OrganisationPage key={id} id={id} />)}
          {place === "duplicates" && <DuplicatesPage />}
          {place === "import" && <ImportPage />}
        </div>
      </main>
    </div>
  );
}
