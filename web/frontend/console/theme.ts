/** Light, dark, or as the system has it. */
import { effect } from "@preact/signals";
import { preferences } from "./session";

export function startTheme(): void {
  effect(() => {
    document.documentElement.dataset["theme"] = preferences.value.theme;
    document.documentElement.dataset["density"] = preferences.value.density;
  });
}
