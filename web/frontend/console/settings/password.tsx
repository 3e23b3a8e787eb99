/** A new password, the current one asked first. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { t } from "../text";
import { TextField, useSaving } from "./form";

export function Password() {
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const saving = useSaving(t("password.changed"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (!(await saving.run(() => api("PUT", "/api/me/password", { current, new: next })))) return;
    setCurrent("");
    setNext("");
  };
  return (
    <form class="card" onSubmit={(event) => void save(event)}>
      <TextField name="current" type="password" label={t("password.current")} value={current} onText={setCurrent} problem={saving.problems["current"]} autocomplete="current-password" required />
      <TextField name="new" type="password" label={t("password.new")} help={t("password.help")} value={next} onText={setNext} problem={saving.problems["new"] ?? saving.problems["password"]} autocomplete="new-password" required />
      <button type="submit" class="button primary" disabled={saving.isBusy || !current || !next}>{t("password.change")}</button>
    </form>
  );
}
