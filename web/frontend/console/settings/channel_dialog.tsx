/** One chat widget: name, team, default type and priority, the sites that may show it, its colour. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { workspace } from "../session";
import type { Priority } from "../store/types";
import { t } from "../text";
import { typeName } from "../ticket/names";
import { changesOf } from "./as_seen";
import { Check, Field, TextField, useSaving } from "./form";

export interface ChannelSettings {
  id: number;
  kind: string;
  name: string;
  is_paused: boolean;
  team_id?: number | null;
  default_type_id?: number | null;
  default_priority?: Priority | null;
  allowed_origins?: string[];
  colors?: { accent?: string };
  snippet?: string | null;
}

const NONE = "";
const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];
const ACCENT = "#1f5fbf";

export function ChannelDialog({ channel, onClose }: { channel: ChannelSettings | null; onClose: () => void }) {
  const desk = workspace.value!;
  const [name, setName] = useState(channel?.name ?? "");
  const [team, setTeam] = useState(String(channel?.team_id ?? NONE));
  const [type, setType] = useState(String(channel?.default_type_id ?? NONE));
  const [priority, setPriority] = useState<string>(channel?.default_priority ?? "normal");
  const [origins, setOrigins] = useState((channel?.allowed_origins ?? []).join("\n"));
  const [accent, setAccent] = useState(channel?.colors?.accent ?? ACCENT);
  const [isPaused, setPaused] = useState(channel?.is_paused ?? false);
  const saving = useSaving(t("form.saved"));
  const isChat = !channel || channel.kind === "webchat";
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const chat = isChat ? { allowed_origins: origins.split(/\s+/).filter(Boolean), colors: { accent } } : {};
    const body = { name: name.trim(), team_id: numberOrNull(team), default_type_id: numberOrNull(type), default_priority: priority, ...chat };
    const work = (): Promise<unknown> =>
      channel ? api("PATCH", `/api/channels/${channel.id}`, changesOf(channel, { ...body, is_paused: isPaused }, saving)) : api("POST", "/api/channels", { kind: "webchat", ...body });
    if (await saving.run(work)) onClose();
  };
  return (
    <Dialog title={channel ? t("form.edit", { name: channel.name }) : t("channels.add")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={80} required />
        <Field name="team" label={t("ticket.team")} problem={saving.problems["team_id"]}>
          {({ id }) => <Select id={id} label={t("ticket.team")} value={team} choices={[{ value: NONE, label: t("ticket.no_team") }, ...desk.teams.map(({ id, name }) => ({ value: String(id), label: name }))]} onChoose={setTeam} />}
        </Field>
        <Field name="type" label={t("channels.type")} problem={saving.problems["default_type_id"]}>
          {({ id }) => <Select id={id} label={t("channels.type")} value={type} choices={[{ value: NONE, label: t("ticket.no_type") }, ...desk.types.map((one) => ({ value: String(one.id), label: typeName(one) }))]} onChoose={setType} />}
        </Field>
        <Field name="priority" label={t("channels.priority")}>
          {({ id }) => <Select id={id} label={t("channels.priority")} value={priority} choices={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))} onChoose={setPriority} />}
        </Field>
        {isChat && (
          <>
            <Field name="origins" label={t("channels.origins")} help={t("channels.origins_help")} problem={saving.problems["allowed_origins"]}>
              {(attributes) => <textarea class="input mono" rows={3} placeholder="https://shop.example" value={origins} onInput={(event) => setOrigins(event.currentTarget.value)} {...attributes} />}
            </Field>
            <Field name="accent" label={t("channels.accent")} problem={saving.problems["colors"]}>
              {(attributes) => <input type="color" class="input color-input" value={accent} onInput={(event) => setAccent(event.currentTarget.value)} {...attributes} />}
            </Field>
          </>
        )}
        {channel && <Check label={t("channels.pause")} help={t("channels.pause_help")} checked={isPaused} onCheck={setPaused} />}
        <footer class="dialog-foot">
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}

function numberOrNull(value: string): number | null {
  return value === NONE ? null : Number(value);
}
