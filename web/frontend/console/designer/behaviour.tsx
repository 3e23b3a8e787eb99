/** When the desk is there, which files it takes, what happens when a visitor has gone. */
import { Select } from "../parts/select";
import { workspace } from "../session";
import { useData } from "../settings/data";
import { Check, Checks, Field } from "../settings/form";
import { t } from "../text";
import { NumberField } from "./fields";
import { FILE_KINDS, type Part } from "./types";

const NONE = "";

export function Behaviour({ drawn, problems, redesign, replyTime }: Part & { replyTime: number | null }) {
  const { design } = drawn;
  return (
    <>
      <Hours calendarId={design.calendar_id} problem={problems["calendar_id"]} onChoose={(calendar_id) => redesign({ calendar_id })} />
      <Check label={t("widget.reply_time")} help={replyTime === null ? t("widget.reply_none") : t("widget.reply_now", { count: replyTime })} checked={design.shows_reply_time} onCheck={(shows_reply_time) => redesign({ shows_reply_time })} />
      <Files drawn={drawn} problems={problems} redesign={redesign} />
      <HandOver drawn={drawn} problems={problems} redesign={redesign} />
      <Check label={t("widget.asks_rating")} checked={design.asks_rating} onCheck={(asks_rating) => redesign({ asks_rating })} />
      <Check label={t("widget.may_end")} checked={design.may_end} onCheck={(may_end) => redesign({ may_end })} />
      <NumberField name="erase" label={t("widget.erase_after_h")} help={t("widget.erase_help")} value={design.erase_after_h} min={0} max={720} problem={problems["erase_after_h"]} onNumber={(erase_after_h) => redesign({ erase_after_h })} />
    </>
  );
}

function Hours({ calendarId, problem, onChoose }: { calendarId: number | null; problem: string | undefined; onChoose: (id: number | null) => void }) {
  const { value } = useData<{ id: number; name: string }[]>("/api/calendars");
  const choices = [{ value: NONE, label: t("widget.no_hours") }, ...(value ?? []).map(({ id, name }) => ({ value: String(id), label: name }))];
  return (
    <Field name="calendar" label={t("widget.hours")} problem={problem}>
      {({ id }) => <Select id={id} label={t("widget.hours")} value={String(calendarId ?? NONE)} choices={choices} onChoose={(chosen) => onChoose(chosen === NONE ? null : Number(chosen))} />}
    </Field>
  );
}

type Some = Pick<Part, "drawn" | "problems" | "redesign">;

function Files({ drawn, problems, redesign }: Some) {
  const { uploads } = drawn.design;
  const put = (changes: Partial<typeof uploads>): void => redesign({ uploads: { ...uploads, ...changes } });
  return (
    <>
      <h4 class="settings-subtitle">{t("widget.files")}</h4>
      <Check label={t("widget.files_on")} checked={uploads.is_allowed} onCheck={(is_allowed) => put({ is_allowed })} />
      {uploads.is_allowed && (
        <>
          <Checks legend={t("widget.kinds")} choices={FILE_KINDS.map((value) => ({ value, label: t(`widget.kind_${value}`) }))} chosen={uploads.kinds} onChoose={(kinds) => kinds.length > 0 && put({ kinds })} />
          <NumberField name="max-mb" label={t("widget.max_mb")} value={uploads.max_mb} min={1} max={20} problem={problems["max_mb"]} onNumber={(max_mb) => put({ max_mb })} />
        </>
      )}
    </>
  );
}

function HandOver({ drawn, problems, redesign }: Some) {
  const over = drawn.design.hand_over;
  const put = (changes: Partial<typeof over>): void => redesign({ hand_over: { ...over, ...changes } });
  const bots = (workspace.value?.channels ?? []).filter(({ kind }) => kind === "telegram");
  return (
    <>
      <h4 class="settings-subtitle">{t("widget.after")}</h4>
      <Check label={t("widget.by_mail")} checked={over.by_mail} onCheck={(by_mail) => put({ by_mail })} />
      <NumberField name="after-min" label={t("widget.after_min")} value={over.after_min} min={1} max={1440} problem={problems["after_min"]} onNumber={(after_min) => put({ after_min })} />
      {bots.length > 0 && (
        <Field name="bot" label={t("widget.bot")} problem={problems["telegram_channel_id"]}>
          {({ id }) => <Select id={id} label={t("widget.bot")} value={String(over.telegram_channel_id ?? NONE)} choices={[{ value: NONE, label: t("widget.no_bot") }, ...bots.map((bot) => ({ value: String(bot.id), label: bot.name }))]} onChoose={(chosen) => put({ telegram_channel_id: chosen === NONE ? null : Number(chosen) })} />}
        </Field>
      )}
    </>
  );
}
