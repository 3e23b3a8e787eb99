/** What was entered and not saved is not lost by a slip: whoever leaves it is asked. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "./text";
import { dismiss, toast } from "./toasts";

const LASTS_MS = 20_000;
const FIELDS = ":is(input, select, textarea):not([type=search], [type=hidden], [type=file], [readonly]), [aria-pressed], [aria-checked]";
/** Before any of these nothing can have been entered. */
const FIRST_ACTS = ["pointerdown", "keydown", "beforeinput"];

interface Watch {
  readonly isUnsaved: () => boolean;
  readonly settle: () => void;
}
const watches = new Set<Watch>();
let asked = 0;
let isMeant = false;

/** Watch the forms within an element: true while their fields are not as they were before anybody touched them. of: which forms it holds now. */
export function useEntered(root: RefObject<HTMLElement | null>, forms: string, of = ""): () => boolean {
  const before = useRef<string | null>(null);
  const read = (): string => (root.current ? stateOf(root.current, forms) : "");
  const isThere = (): boolean => Boolean(root.current?.querySelector(forms));
  const isUnsaved = (): boolean => before.current !== null && isThere() && read() !== before.current;
  useLayoutEffect(() => void (before.current = null), [of]);
  useLayoutEffect(() => {
    const note = (): void => void (before.current ??= isThere() ? read() : null);
    const element = root.current;
    for (const act of FIRST_ACTS) element?.addEventListener(act, note, { capture: true });
    return () => FIRST_ACTS.forEach((act) => element?.removeEventListener(act, note, { capture: true }));
  }, []);
  useWatch({ isUnsaved, settle: () => void (before.current = null) });
  return isUnsaved;
}

/** Ask before leaving while something else than the fields of a form is not saved. */
export function useUnsaved(isUnsaved: boolean): void {
  const now = useRef(isUnsaved);
  now.current = isUnsaved;
  useWatch({ isUnsaved: () => now.current, settle: () => void (now.current = false) });
}

function useWatch(watch: Watch): void {
  useEffect(() => {
    watches.add(watch);
    return () => void watches.delete(watch);
  }, []);
}

/** All that was entered has been saved, or is given up. */
export function settle(): void {
  for (const watch of watches) watch.settle();
}

/** Whether one may go now; otherwise whoever goes is asked, and goes when that is meant. */
export function mayLeave(leave: () => void, isUnsaved = isAnyUnsaved): boolean {
  if (isMeant || !isUnsaved()) return true;
  dismiss(asked);
  asked = toast(t("unsaved.text"), { lastsMs: LASTS_MS, action: { label: t("unsaved.leave"), run: () => leaveAnyway(leave) } });
  return false;
}

function leaveAnyway(leave: () => void): void {
  isMeant = true;
  leave();
  isMeant = false;
  settle();
}

function isAnyUnsaved(): boolean {
  return [...watches].some((watch) => watch.isUnsaved());
}

/** A dialog within the element is no part of it: it is watched by itself. */
function stateOf(root: HTMLElement, forms: string): string {
  const fields = [...root.querySelectorAll<HTMLElement>(forms)].flatMap((form) => [...form.querySelectorAll<HTMLInputElement>(FIELDS)]);
  return JSON.stringify(fields.filter((field) => field.closest("dialog") === root.closest("dialog")).map(valueOf));
}

function valueOf(field: HTMLInputElement): unknown {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.ariaPressed ?? field.ariaChecked ?? field.value;
}

addEventListener("beforeunload", (event) => {
  if (!isMeant && isAnyUnsaved()) event.preventDefault();
});
