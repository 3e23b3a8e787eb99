/** Parts of what loads soon after the start, see soon.ts. */
import type { ComponentType } from "preact";
import type { Area } from "./i18n/messages";
import { lazyPart } from "./lazy_part";

type Soon = typeof import("./soon");

export const loadSoon = (): Promise<Soon> => import("./soon");

export function soonPart<Props extends object>(pick: (soon: Soon) => ComponentType<Props>, ...areas: readonly Area[]) {
  return lazyPart<Props>(() => loadSoon().then((soon) => ({ default: pick(soon) })), ...areas);
}
