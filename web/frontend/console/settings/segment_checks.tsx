/** Segments of customers among the conditions of a rule or policy; nothing where the desk has none. */
import { useEffect } from "preact/hooks";
import { segmentValues, wantCustom } from "../lists/custom_filters";
import { Checks } from "./form";
import { t } from "../text";

export function SegmentChecks({ chosen, onChoose }: { chosen: readonly number[]; onChoose: (ids: number[]) => void }) {
  useEffect(wantCustom, []);
  const choices = segmentValues().map(([id, label]) => ({ value: id as number, label }));
  return choices.length > 0 ? <Checks legend={t("rules.segments")} choices={choices} chosen={[...chosen]} onChoose={onChoose} /> : null;
}

export function segmentNames(ids: readonly number[] = []): string[] {
  wantCustom();
  const names = new Map(segmentValues() as [number, string][]);
  return ids.map((id) => names.get(id) ?? `#${id}`);
}
