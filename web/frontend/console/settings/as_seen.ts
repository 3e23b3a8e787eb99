/** What is sent where all of it is replaced, and what of it was there when it was opened. */
export function wholeOf<Opened extends object, Name extends keyof Opened>(opened: Opened, wanted: object, names: readonly Name[], { isSure }: { isSure: boolean }): Record<string, unknown> {
  return { ...wanted, ...(!isSure && { seen: Object.fromEntries(names.map((name) => [name, opened[name]])) }) };
}

/** What is sent of a change: the fields that differ from what was opened, and what they were then, so that nobody's change is overwritten unseen. */
export function changesOf(opened: object, wanted: object, { isSure }: { isSure: boolean }): Record<string, unknown> {
  const before = opened as Record<string, unknown>;
  const changed = Object.entries(wanted).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]));
  const seen = changed.filter(([name]) => name in before).map(([name]) => [name, before[name]]);
  return { ...Object.fromEntries(changed), ...(!isSure && { seen: Object.fromEntries(seen) }) };
}
