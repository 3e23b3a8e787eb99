/** The list pane: name of the view, order, and the list or what stands in for it. */
import { useLayoutEffect } from "preact/hooks";
import { currentList, shownOrder } from "../order_hold";
import { Problem } from "../api";
import { withKey } from "../key_map";
import { Icon } from "../parts/icon";
import { lazyPart } from "../lazy_part";
import { soonPart } from "../soon_part";
import { Failed, Skeleton } from "../parts/states";
import { Select } from "../parts/select";
import { go, route } from "../route";
import { askNext, mayAsk } from "../routing/commands";
import { counts } from "../session";
import { isFieldSort, SORTS, type Sort } from "../store/views";
import { known, t } from "../text";
import { isSidebarOpen } from "../layout";
import { viewName } from "../view_names";
import { TicketList } from "./list";
import { listError, retryList } from "./loading";
import { Looking } from "./looking";
import { picked } from "./navigation";

const EmptyView = soonPart((soon) => soon.EmptyView, "lists");
const Options = soonPart((soon) => soon.ListOptions, "lists");
const OrderSelect = soonPart((soon) => soon.OrderSelect, "lists");
const FieldOrderNote = lazyPart(() => import("../lists/field_order_note"), "lists");
const DuePromises = soonPart((soon) => soon.DuePromises, "lists");
const BulkBar = lazyPart(() => import("../lists/bulk_bar"), "lists");

export function ListPane() {
  const { view, sort } = route.value;
  // here and not in the list: a view without tickets has none
  useLayoutEffect(() => void (picked.value = new Set()), [view, sort]);
  const count = counts.value[view] ?? (currentList.value ? shownOrder.value.ids.length : null);
  return (
    <section class="pane list-pane" aria-label={t("list.pane")}>
      <header class="pane-head">
        <button type="button" class="icon-button only-narrow" aria-label={t("sidebar.open")} onClick={() => (isSidebarOpen.value = true)}>
          <Icon name="menu" />
        </button>
        <h1 class="pane-title">{viewName(view)}</h1>
        {count !== null && <span class="count" aria-label={t("list.count", { count })}>{count}</span>}
        {mayAsk.value && (
          <button type="button" class="icon-button" title={withKey(t("next.button"), "take_next")} aria-label={t("next.button")} onClick={askNext}>
            <Icon name="bolt" />
          </button>
        )}
        <OrderSelect instead={<Select label={t("list.sort")} value={sort} choices={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))} onChoose={(value) => go({ sort: value as Sort })} />} />
        <Options />
      </header>
      {picked.value.size > 0 && <BulkBar />}
      {view === "mine" && <DuePromises />}
      {isFieldSort(sort) && <FieldOrderNote />}
      <ListBody />
    </section>
  );
}

function ListBody() {
  const list = currentList.value;
  if (!list && isGone(route.value.view, listError.value)) return <EmptyView view={route.value.view} isGone />;
  if (!list && listError.value) return <Failed error={listError.value} retry={retryList} />;
  if (!list) return <div class="list-frame"><Skeleton rows={9} /></div>;
  const count = shownOrder.value.ids.length;
  if (count === 0 && !list.cut) return <EmptyView view={route.value.view} />;
  return (
    <>
      {count > 0 && <TicketList />}
      <Looking list={list} count={count} />
    </>
  );
}

/** An address that was kept may name a view that was removed, or one of a team that was left. */
function isGone(view: string, error: unknown): boolean {
  return known("view.", view) === null && error instanceof Problem && [400, 403, 404].includes(error.status) && error.code !== "csrf";
}
