/** The secrets a site signs its visitors' identities with, and whether it must. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { CopyField } from "../parts/copy_field";
import { Check } from "../settings/form";
import { t, when } from "../text";
import { tell } from "../toasts";
import { NumberField } from "./fields";
import type { Part, Widget } from "./types";

export function IdentityPart({ widget, drawn, problems, redesign, reload }: Part & { widget: Widget; reload: () => void }) {
  const [made, setMade] = useState<string | null>(null);
  const base = `/api/channels/${widget.id}/identity-secrets`;
  const make = async (): Promise<void> => {
    try {
      setMade((await api<{ secret: string }>("POST", base, {})).secret);
      reload();
    } catch (error) {
      tell(error);
    }
  };
  return (
    <>
      <p class="muted small-text">{t("widget.identity_help")}</p>
      {widget.secrets.length === 0 && <p>{t("widget.no_secret")}</p>}
      {widget.secrets.map(({ name, created_at }) => <Secret key={name} path={`${base}/${name}`} date={when.day(created_at)} onRemoved={reload} />)}
      {made && (
        <div class="notice is-good">
          <div class="designer-secret">
            <p>{t("widget.new_secret")}</p>
            <CopyField label={t("widget.new_secret")} text={made} />
          </div>
        </div>
      )}
      {widget.secrets.length < 2 ? <button type="button" class="button designer-add" onClick={() => void make()}>{t("widget.add_secret")}</button> : <p class="muted small-text">{t("widget.two_secrets")}</p>}
      <Check label={t("widget.needs_identity")} checked={drawn.design.needs_identity} onCheck={(needs_identity) => redesign({ needs_identity })} />
      <NumberField name="session" label={t("widget.session_h")} value={drawn.design.session_h} min={1} max={720} problem={problems["session_h"]} onNumber={(session_h) => redesign({ session_h })} />
    </>
  );
}

function Secret({ path, date, onRemoved }: { path: string; date: string; onRemoved: () => void }) {
  const [isSure, setSure] = useState(false);
  const remove = (): void => void api("DELETE", path).then(onRemoved, tell);
  return (
    <div class="line">
      <span class="line-main">
        <span>{t("widget.secret", { date })}</span>
        {isSure && <span class="small-text" role="alert">{t("widget.remove_sure")}</span>}
      </span>
      {isSure && <button type="button" class="button small" onClick={() => setSure(false)}>{t("action.close")}</button>}
      <button type="button" class={`button small ${isSure ? "danger-button" : ""}`} aria-label={t("widget.remove_secret", { date })} onClick={isSure ? remove : () => setSure(true)}>{t("widget.remove")}</button>
    </div>
  );
}
