/** The tags of the desk, and of given ids those that were removed since: they can only be taken away. */
import { workspace } from "./session";
import { t } from "./text";

export function tagsWith(ids: readonly number[]): { id: number; name: string }[] {
  const known = workspace.value?.tags ?? [];
  return [...known, ...ids.filter((id) => !known.some((tag) => tag.id === id)).map((id) => ({ id, name: t("tags.gone") }))];
}
