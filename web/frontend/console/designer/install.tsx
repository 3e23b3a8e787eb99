/** The line to paste, the sites that may show the chat, and where it was seen. */
import { CopyField } from "../parts/copy_field";
import { Icon } from "../parts/icon";
import { useData } from "../settings/data";
import { Field } from "../settings/form";
import { t, when } from "../text";
import type { Part, Widget } from "./types";

interface Sighting {
  readonly origin: string;
  readonly at: string;
  readonly allowed: boolean;
}

export function Install({ widget, drawn, problems, change }: Part & { widget: Widget }) {
  const allow = (origin: string): void => change({ allowed_origins: [...drawn.allowed_origins, origin] });
  return (
    <>
      <p class="small-text">{t("widget.snippet")}</p>
      <CopyField label={t("widget.snippet")} text={widget.snippet} />
      <Field name="origins" label={t("widget.origins")} help={t("widget.origins_help")} problem={problems["allowed_origins"]}>
        {(more) => <textarea class="input mono" rows={3} placeholder="https://shop.example" value={drawn.allowed_origins.join("\n")} onChange={(event) => change({ allowed_origins: event.currentTarget.value.split(/\s+/).filter(Boolean) })} {...more} />}
      </Field>
      <Seen path={`/api/channels/${widget.id}/widget-sightings`} allowed={drawn.allowed_origins} onAllow={allow} />
    </>
  );
}

function Seen({ path, allowed, onAllow }: { path: string; allowed: readonly string[]; onAllow: (origin: string) => void }) {
  const { value, error, reload } = useData<Sighting[]>(path);
  return (
    <section aria-label={t("widget.seen")} class="designer-seen">
      <h4 class="settings-subtitle">{t("widget.seen")}</h4>
      <div aria-live="polite">
        {!error && value?.length === 0 && <p>{t("widget.not_seen")}</p>}
        {(value ?? []).map((one) => (
          <p key={one.origin} class="line">
            <Icon name={one.allowed ? "circle_check" : "alert"} size={16} />
            <span class="line-main"><span class="mono">{one.origin}</span> <span class="muted small-text">{one.allowed ? t("widget.seen_at", { time: when.full(one.at) }) : t("widget.seen_refused")}</span></span>
            {!one.allowed && !allowed.includes(one.origin) && <button type="button" class="button small" onClick={() => onAllow(one.origin)}>{t("widget.allow", { origin: one.origin })}</button>}
          </p>
        ))}
      </div>
      <button type="button" class="button small" onClick={reload}>{t("widget.check")}</button>
    </section>
  );
}
