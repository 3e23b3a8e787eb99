/** One row of the history. */

import type { Row } from "../state/timeline";
import { dayTitle } from "../words/days";
import { region, t } from "../words/words";
import { Bubble } from "./Bubble";

export function RowView({ row }: { row: Row }) {
  if (row.kind === "said") return <Bubble row={row} />;
  return (
    <li class={row.kind === "day" ? "day" : "fact"}>
      <span>{lineOf(row)}</span>
    </li>
  );
}

function lineOf(row: Exclude<Row, { kind: "said" }>): string {
  const say = t.value;
  switch (row.kind) {
    case "day":
      return dayTitle(row.at, region.value);
    case "fact":
      return say(row.fact, { name: row.name });
    case "over":
      return say("over");
  }
}
