/** How the list looks: density and what a row shows, kept for the agent on the server. */
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { me, preferences } from "../session";
import type { Preferences } from "../store/types";
import css from "../styles/lists.css" with { type: "text" };
import { t } from "../text";
import { tell } from "../toasts";
import { wear } from "../wear";

wear(css);

const COLUMNS = ["show_preview", "show_tags", "show_team", "show_fields"] as const;
const DENSITIES = ["comfortable", "compact"] as const;

export default function Options() {
  const shown = preferences.value;
  return (
    <Popover label={t("lists.look")} buttonClass="icon-button" align="end" button={<Icon name="settings" size={16} />}>
      {() => (
        <div class="list-look">
          <fieldset class="field">
            <legend>{t("lists.density")}</legend>
            {DENSITIES.map((density) => (
              <label key={density} class="check">
                <input type="radio" name="density" checked={shown.density === density} onChange={() => void choose({ density })} />
                <span>{t(`lists.${density}`)}</span>
              </label>
            ))}
          </fieldset>
          <fieldset class="field">
            <legend>{t("lists.columns")}</legend>
            {COLUMNS.map((column) => (
              <label key={column} class="check">
                <input type="checkbox" checked={shown[column]} onChange={(event) => void choose({ [column]: event.currentTarget.checked })} />
                <span>{t(`lists.${column}`)}</span>
              </label>
            ))}
          </fieldset>
        </div>
      )}
    </Popover>
  );
}

/** Shown at once; taken back when the server does not keep it. */
async function choose(changes: Partial<Preferences>): Promise<void> {
  const before = me.value;
  if (!before) return;
  me.value = { ...before, preferences: { ...before.preferences, ...changes } };
  await api("PATCH", "/api/me", { preferences: changes }).catch((error: unknown) => {
    me.value = before;
    tell(error);
  });
}
