/** Trying a rule on what happened lately, before it is switched on. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { t } from "../text";
import { tell } from "../toasts";
import type { Conditions, Tried, Trigger } from "./types";

export function Trial({ trigger, conditions }: { trigger: Trigger; conditions: Conditions }) {
  const [tried, setTried] = useState<Tried | null>(null);
  const [isBusy, setBusy] = useState(false);
  const run = (): void => {
    setBusy(true);
    api<Tried>("POST", "/api/automations/trials", { trigger, conditions, days: 14 }).then(setTried, tell).finally(() => setBusy(false));
  };
  return (
    <div class="card trial">
      <button type="button" class="button small" disabled={isBusy} onClick={run}><Icon name="search" size={14} /> {t("auto.try")}</button>
      <p class="muted small-text">{t("auto.try_help")}</p>
      <div role="status">
        {tried && (
          <>
            <p><strong>{t(tried.is_whole ? "auto.tried" : "auto.tried_more", { count: tried.count })}</strong></p>
            <ul class="plain-list">
              {tried.tickets.map(({ id, number, subject }) => <li key={id} class="small-text" dir="auto">#{number} {subject}</li>)}
            </ul>
          </>
        )}
      </div>
    </div>
  );
}
