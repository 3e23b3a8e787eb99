/** Until when a ticket sleeps: typed as people say it, or one of a few usual moments. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Field } from "../settings/form";
import css from "../styles/lists.css" with { type: "text" };
import { t, when } from "../text";
import { wear } from "../wear";

wear(css);

const ASK_AFTER_MS = 150;
const PRESETS = ["lists.preset_hour", "lists.preset_evening", "lists.preset_tomorrow", "lists.preset_monday", "lists.preset_week"] as const;

export function draw(ids: readonly number[], onChoose: (until: string) => void, close: () => void) {
  return <SnoozeDialog count={ids.length} onChoose={onChoose} onClose={close} />;
}

function SnoozeDialog({ count, onChoose, onClose }: { count: number; onChoose: (until: string) => void; onClose: () => void }) {
  const [text, setText] = useState("");
  const moment = useMoment(text);
  const isPast = moment?.at != null && Date.parse(moment.at) <= Date.now();
  const problem = moment?.at === null ? t("lists.snooze_not_read") : isPast ? t("lists.snooze_past") : undefined;
  const save = (event: Event): void => {
    event.preventDefault();
    if (!moment?.at || isPast) return;
    onChoose(moment.at);
    onClose();
  };
  return (
    <Dialog title={count > 1 ? t("lists.snooze_many", { count }) : t("lists.snooze")} onClose={onClose} isQuick>
      <form onSubmit={save}>
        <Field name="snooze" label={t("lists.snooze_until")} help={t("lists.snooze_help")} problem={problem}>
          {(attributes) => <input class="input" dir="auto" autocomplete="off" placeholder={t("lists.snooze_hint")} value={text} onInput={(event) => setText(event.currentTarget.value)} {...attributes} />}
        </Field>
        <div class="presets">
          {PRESETS.map((preset) => (
            <button key={preset} type="button" class="button small" aria-pressed={text === t(preset)} onClick={() => setText(t(preset))}>{t(preset)}</button>
          ))}
        </div>
        <p class="snooze-when" role="status">{moment?.at && !isPast ? t("lists.snooze_is", { time: when.moment(moment.at) }) : ""}</p>
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={!moment?.at || isPast}>{t("lists.snooze")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

/** What the desk understands; undefined while nothing is typed or the answer is on its way. */
function useMoment(text: string): { at: string | null } | undefined {
  const [found, setFound] = useState<{ at: string | null }>();
  useEffect(() => {
    setFound(undefined);
    if (text.trim() === "") return;
    const control = new AbortController();
    const timer = setTimeout(() => void api<{ at: string | null }>("GET", `/api/moments?${new URLSearchParams({ q: text.trim() })}`, undefined, control.signal).then(setFound, () => undefined), ASK_AFTER_MS);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text]);
  return found;
}
