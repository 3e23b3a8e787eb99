/** The order of the list on the screen. */
import { useEffect } from "preact/hooks";
import { wantDefinitions } from "../customers/definitions";
import { Select } from "../parts/select";
import { go, route } from "../route";
import type { Sort } from "../store/views";
import { t } from "../text";
import { sortChoices } from "./sorts";

export default function OrderSelect() {
  useEffect(wantDefinitions, []);
  return <Select label={t("list.sort")} value={route.value.sort} choices={sortChoices()} onChoose={(value) => go({ sort: value as Sort })} />;
}
