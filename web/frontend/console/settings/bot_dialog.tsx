/** One bot: its token first; then how its messages come, where they go, and what it says. */
import { useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Dialog } from "../parts/dialog";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { workspace } from "../session";
import type { Priority } from "../store/types";
import { languageName, t } from "../text";
import { typeName } from "../ticket/names";
import { tell } from "../toasts";
import { changesOf } from "./as_seen";
import { BotRemoval } from "./bot_removal";
import { BotSteps } from "./bot_steps";
import { BotTestResult } from "./bot_test";
import { TELEGRAM_URL, type Bot } from "./bot_types";
import { Check, Field, TextField, useSaving } from "./form";
import type { ConnectionTest } from "./mailbox_types";

const NONE = "";
const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];
const LANGUAGES = ["en", "ru", "uk"] as const;

export function BotDialog({ bot, onClose }: { bot: Bot | null; onClose: () => void }) {
  const desk = workspace.value!;
  const [saved, setSaved] = useState(bot);
  const [token, setToken] = useState("");
  const [form, setForm] = useState(() => formOf(bot));
  const [refused, setRefused] = useState("");
  const [tried, setTried] = useState<ConnectionTest | null>(null);
  const [isTrying, setTrying] = useState(false);
  const saving = useSaving();
  const set = (change: Partial<Form>): void => setForm((known) => ({ ...known, ...change }));
  const tryIt = async (id: number): Promise<void> => {
    setTrying(true);
    setTried(await api<ConnectionTest>("POST", `/api/bots/${id}/tests`, {}).catch((error: unknown) => (tell(error), null)));
    setTrying(false);
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setRefused("");
    setTried(null);
    const body = { ...bodyOf(form), ...(token.trim() && { token: token.trim() }) };
    const work = async (): Promise<void> => {
      const kept = await (saved ? api<Bot>("PATCH", `/api/bots/${saved.id}`, changesOf(saved, { ...body, is_paused: form.is_paused }, saving)) : api<Bot>("POST", "/api/bots", body)).catch(explain);
      if (!kept) return;
      setSaved(kept);
      setForm(formOf(kept));
      setToken("");
      await tryIt(kept.id);
    };
    await saving.run(work);
  };
  /** What Telegram has against it is told in the form; what is wrong with a field, beside the field. */
  const explain = (error: unknown): null => {
    if (!(error instanceof Problem) || error.status !== 409 || error.code === "saved_meanwhile") throw error;
    setRefused(error.message);
    return null;
  };
  const choose = <Name extends "team_id" | "default_type_id">(name: Name) => (value: string): void => set({ [name]: value === NONE ? null : Number(value) });
  return (
    <Dialog title={saved ? t("form.edit", { name: saved.name }) : t("bots.add")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        {!saved && <BotSteps />}
        <TextField name="token" label={t("bots.token")} help={t(saved ? "bots.token_kept" : "bots.token_help")} type="password" autocomplete="new-password" value={token} onText={setToken} problem={saving.problems["token"]} maxLength={200} required={!saved} />
        {saved && <TextField name="bot-name" label={t("form.name")} help={t("bots.name_help")} value={form.name} onText={(name) => set({ name })} problem={saving.problems["name"]} maxLength={80} required />}
        <Field name="bot-intake" label={t("bots.intake")} help={t(`bots.${form.intake}_help`)} problem={saving.problems["intake"]}>
          {({ id }) => <Select id={id} label={t("bots.intake")} value={form.intake} choices={(["polling", "webhook"] as const).map((value) => ({ value, label: t(`bots.${value}`) }))} onChoose={(value) => set({ intake: value as Form["intake"] })} />}
        </Field>
        <Field name="bot-team" label={t("ticket.team")} problem={saving.problems["team_id"]}>
          {({ id }) => <Select id={id} label={t("ticket.team")} value={String(form.team_id ?? NONE)} choices={[{ value: NONE, label: t("ticket.no_team") }, ...desk.teams.map((team) => ({ value: String(team.id), label: team.name }))]} onChoose={choose("team_id")} />}
        </Field>
        <details>
          <summary>{t("bots.more")}</summary>
          <Field name="bot-type" label={t("channels.type")} problem={saving.problems["default_type_id"]}>
            {({ id }) => <Select id={id} label={t("channels.type")} value={String(form.default_type_id ?? NONE)} choices={[{ value: NONE, label: t("ticket.no_type") }, ...desk.types.map((one) => ({ value: String(one.id), label: typeName(one) }))]} onChoose={choose("default_type_id")} />}
          </Field>
          <Field name="bot-priority" label={t("channels.priority")}>
            {({ id }) => <Select id={id} label={t("channels.priority")} value={form.default_priority} choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} onChoose={(value) => set({ default_priority: value as Priority })} />}
          </Field>
          {LANGUAGES.map((language) => (
            <Field key={language} name={`greeting-${language}`} label={t("bots.greeting", { language: languageName(language) })} help={language === "en" ? t("bots.greeting_help") : undefined} problem={saving.problems["greeting"]}>
              {(attributes) => <textarea class="input" rows={2} lang={language} maxLength={1000} value={form.greeting[language] ?? ""} onInput={(event) => set({ greeting: { ...form.greeting, [language]: event.currentTarget.value } })} {...attributes} />}
            </Field>
          ))}
          <Check label={t("bots.ask_rating")} help={t("bots.ask_rating_help")} checked={form.ask_rating} onCheck={(ask_rating) => set({ ask_rating })} />
          <TextField name="api_url" label={t("bots.api_url")} help={t("bots.api_url_help", { url: TELEGRAM_URL })} value={form.api_url} onText={(api_url) => set({ api_url })} problem={saving.problems["api_url"]} maxLength={300} />
        </details>
        {saved && <Check label={t("channels.pause")} help={t("bots.pause_help")} checked={form.is_paused} onCheck={(is_paused) => set({ is_paused })} />}
        {refused && <p class="notice is-bad" role="alert" dir="auto"><Icon name="alert" size={16} /> {refused}</p>}
        {(isTrying || saving.isBusy) && <p class="muted" role="status">{t("bots.trying")}</p>}
        {tried && !isTrying && <BotTestResult tried={tried} />}
        <footer class="dialog-foot">
          {saved && <BotRemoval bot={saved} onDone={onClose} />}
          {tried?.is_working && <button type="button" class="button" onClick={onClose}>{t("action.close")}</button>}
          <button type="submit" class="button primary" disabled={saving.isBusy || isTrying || (!saved && token.trim() === "")}>{t("bots.save_and_try")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

type Form = Pick<Bot, "name" | "intake" | "team_id" | "default_type_id" | "default_priority" | "greeting" | "ask_rating" | "api_url" | "is_paused">;

function formOf(bot: Bot | null): Form {
  if (!bot) return { name: "", intake: "polling", team_id: null, default_type_id: null, default_priority: "normal", greeting: {}, ask_rating: false, api_url: "", is_paused: false };
  const { name, intake, team_id, default_type_id, default_priority, greeting, ask_rating, api_url, is_paused } = bot;
  return { name, intake, team_id, default_type_id, default_priority, greeting, ask_rating, is_paused, api_url: api_url === TELEGRAM_URL ? "" : api_url };
}

/** A bot is called what it is called at Telegram until somebody renames it. */
function bodyOf({ is_paused: _, name, ...form }: Form): Record<string, unknown> {
  return { ...form, api_url: form.api_url.trim(), ...(name.trim() && { name: name.trim() }) };
}
