/** Which build of the console this tab runs, and which one the desk gives out now. */
import { computed, signal } from "@preact/signals";

const own = document.querySelector<HTMLMetaElement>('meta[name="build"]')?.content ?? "";

/** As the desk said it when the socket last came up; empty while that is unknown. */
export const deskBuild = signal("");
export const isOutdated = computed(() => own !== "" && deskBuild.value !== "" && deskBuild.value !== own);
