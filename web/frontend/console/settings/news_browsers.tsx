/** The browsers one is told in while the console is closed. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { ability, stopTelling, tellThisBrowser } from "../news/push";
import type { PushDevice } from "../news/types";
import { Icon } from "../parts/icon";
import { Failed } from "../parts/states";
import { t, when } from "../text";
import { tell, toast } from "../toasts";
import { useData } from "./data";
import { deviceName } from "./sessions";

export function Browsers() {
  const { value: devices, error, reload } = useData<PushDevice[]>("/api/news/devices");
  const [isBusy, setBusy] = useState(false);
  const [can, setCan] = useState(ability);
  const work = async (doing: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    await doing().catch(say);
    setBusy(false);
    setCan(ability());
    reload();
  };
  const isTold = devices?.some(({ is_current }) => is_current) ?? false;
  return (
    <section class="card" aria-label={t("told.push")}>
      <h3>{t("told.push")}</h3>
      <p class="muted">{t("told.push_text")}</p>
      {error !== null && <Failed error={error} retry={reload} />}
      {devices?.length === 0 && can === "ready" && <p class="muted">{t("told.push_none")}</p>}
      {devices && devices.length > 0 && (
        <ul class="lines">
          {devices.map((device) => <Line key={device.id} device={device} isBusy={isBusy} onStop={() => void work(() => stopTelling(device))} />)}
        </ul>
      )}
      {can !== "ready" && !isTold && <p class="notice"><Icon name="alert" size={16} /> {t(can === "denied" ? "told.push_denied" : "told.push_impossible")}</p>}
      <div class="told-buttons">
        {can === "ready" && devices && !isTold && <button type="button" class="button primary" disabled={isBusy} onClick={() => void work(tellThisBrowser)}>{t("told.push_on")}</button>}
        {devices && devices.length > 0 && <button type="button" class="button" disabled={isBusy} onClick={() => void work(async () => (await api("POST", "/api/news/trials"), toast(t("told.push_sent"))))}>{t("told.push_trial")}</button>}
      </div>
    </section>
  );
}

function Line({ device, isBusy, onStop }: { device: PushDevice; isBusy: boolean; onStop: () => void }) {
  const name = deviceName(device.browser);
  const reached = device.reached_at ? t("told.push_reached", { at: when.short(device.reached_at) }) : t("told.push_unreached");
  return (
    <li class="line">
      <span class="line-main">
        <strong>{name}{device.is_current && <span class="muted"> ({t("told.this_browser")})</span>}</strong>
        <span class="muted small-text">{[device.host, reached].join(" · ")}</span>
      </span>
      <button type="button" class="button small" disabled={isBusy} aria-label={t("told.push_off_named", { name })} onClick={onStop}>{t("told.push_off")}</button>
    </li>
  );
}

/** What the browser itself refuses is no fault of the desk. */
function say(error: unknown): void {
  if (error instanceof Problem) tell(error);
  else toast(t("told.push_failed"), { kind: "error" });
}
