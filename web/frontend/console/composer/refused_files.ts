/** A file for a ticket that takes none any more: why, and where to go with it. */
import { go } from "../route";
import { rows } from "../session";
import type { Row } from "../store/types";
import { loadWords, t } from "../text";
import { tell, toast } from "../toasts";

export async function refuse(row: Row): Promise<void> {
  const intoId = row.merged_into_id;
  await loadWords(intoId == null ? "help" : "merging");
  if (intoId == null) return void toast(t("trash.no_files"), { kind: "error", action: { label: t("trash.restore"), run: () => restore(row) } });
  const number = rows.value.get(intoId)?.number;
  const label = number ? t("merge.go_on", { number: `#${number}` }) : t("merge.open_other");
  toast(t("merge.no_files"), { kind: "error", action: { label, run: () => go({ ticket: intoId }) } });
}

function restore(row: Row): void {
  void import("../help/trash").then((trash) => trash.restore(row)).catch(tell);
}
