/** Name, language, look and habits of the one who is signed in. */
import { useState } from "preact/hooks";
import { lazyPart } from "../lazy_part";
import { Select } from "../parts/select";
import { go } from "../route";
import { me, preferences } from "../session";
import type { Preferences } from "../store/types";
import { LANGUAGE_NAMES, LOCALES, speak, t } from "../text";
import { tell } from "../toasts";
import { beep } from "../notices";
import { keepZone } from "../zone";
import { patchMe, prefer } from "./prefer";
import { TimeZone } from "./time_zone";
import { Check, Field, TextField, useSaving } from "./form";

const Picture = lazyPart<{ onChange: (picture: string | null) => void }>(() => import("./picture"), "wishes");

export function Profile() {
  const agent = me.value!.agent;
  const [name, setName] = useState(agent.name);
  const saving = useSaving(t("form.saved"));
  const save = (event: Event): void => {
    event.preventDefault();
    void saving.run(() => patchMe({ name: name.trim() }));
  };
  return (
    <>
      <Picture onChange={(picture) => (me.value = { ...me.value!, agent: { ...me.value!.agent, picture } })} />
      <form class="card" data-saved onSubmit={save}>
        <TextField name="name" label={t("profile.name")} value={name} onText={setName} problem={saving.problems["name"]} required maxLength={120} autocomplete="name" />
        {agent.email && <p class="muted">{agent.email}</p>}
        <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === "" || name.trim() === agent.name}>{t("action.save")}</button>
      </form>
      <div class="card">
        <Choose name="locale" label={t("profile.language")} value={agent.locale} choices={LOCALES.map((value) => [value, LANGUAGE_NAMES[value]!])} onChoose={(locale) => void patchMe({ locale }).then(() => speak(locale)).catch(tell)} />
        <TimeZone value={agent.time_zone} onChoose={(time_zone) => void patchMe({ time_zone }).then(keepZone).catch(tell)} />
        <Choose name="theme" label={t("profile.theme")} value={preferences.value.theme} choices={(["auto", "light", "dark"] as const).map((value) => [value, t(`theme.${value}`)])} onChoose={(theme) => prefer({ theme: theme as Preferences["theme"] })} />
        <Choose name="density" label={t("profile.density")} value={preferences.value.density} choices={(["comfortable", "compact"] as const).map((value) => [value, t(`density.${value}`)])} onChoose={(density) => prefer({ density: density as Preferences["density"] })} />
        <Choose name="after_send" label={t("profile.after_send")} value={preferences.value.after_send} choices={(["stay", "next", "list"] as const).map((value) => [value, t(`after.${value}`)])} onChoose={(after) => prefer({ after_send: after as Preferences["after_send"] })} />
        <Choose name="after" label={t("profile.after_resolve")} value={preferences.value.after_resolve} choices={(["next", "list", "stay"] as const).map((value) => [value, t(`after.${value}`)])} onChoose={(after) => prefer({ after_resolve: after as Preferences["after_resolve"] })} />
      </div>
      <div class="card">
        <Check label={t("profile.shortcuts")} help={t("profile.shortcuts_help")} checked={preferences.value.shortcuts} onCheck={(shortcuts) => prefer({ shortcuts })} />
        <button type="button" class="button small" onClick={() => go({ page: "settings", section: "keys" })}>{t("settings.keys")}</button>
        <Check label={t("profile.send_on_enter")} checked={preferences.value.send_on_enter} onCheck={(send_on_enter) => prefer({ send_on_enter })} />
        <Check label={t("profile.sound")} checked={preferences.value.sound} onCheck={(sound) => (prefer({ sound }), sound && beep())} />
      </div>
    </>
  );
}

function Choose({ name, label, value, choices, onChoose }: { name: string; label: string; value: string; choices: readonly (readonly [string, string])[]; onChoose: (value: string) => void }) {
  return (
    <Field name={name} label={label}>
      {({ id }) => <Select id={id} label={label} value={value} choices={choices.map(([value, label]) => ({ value, label }))} onChoose={onChoose} />}
    </Field>
  );
}
