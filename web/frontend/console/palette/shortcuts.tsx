/** All shortcuts on one page, as this agent has them. */
import { closed, overlay } from "../commands";
import { Dialog } from "../parts/dialog";
import { go } from "../route";
import { preferences } from "../session";
import { t } from "../text";
import { keyGroups, keysOf } from "./key_groups";
import { Keys } from "./keys_view";

export default function Shortcuts() {
  return (
    <Dialog title={t("keys.title")} onClose={() => closed("shortcuts")} className="wide">
      {!preferences.value.shortcuts && <p class="muted">{t("keys.are_off")}</p>}
      <p>
        <button type="button" class="button" onClick={() => (overlay.value = "tour")}>{t("tour.again")}</button>{" "}
        <button type="button" class="button" onClick={() => ((overlay.value = null), go({ page: "settings", section: "keys" }))}>{t("keys.change_them")}</button>
      </p>
      <div class="shortcuts">
        {keyGroups().map(({ title, rows }) => (
          <section key={title}>
            <h3>{t(title)}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.text}>
                  <dt>{keysOf(row) ? <Keys keys={keysOf(row)} /> : <span class="muted">{t("keys.none")}</span>}</dt>
                  <dd>{t(row.text)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
