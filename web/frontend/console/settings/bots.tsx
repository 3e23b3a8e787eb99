/** Telegram bots: how each is doing, what to do about it, and its address for customers. */
import { useEffect, useState } from "preact/hooks";
import { CopyField } from "../parts/copy_field";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { teamOf, workspace } from "../session";
import { known, t, when } from "../text";
import { BotDialog } from "./bot_dialog";
import { BotSteps } from "./bot_steps";
import type { Bot, BotHealth } from "./bot_types";
import { useData } from "./data";
import { Quarantine } from "./quarantine";

export default function Bots() {
  const { value: bots, error, reload } = useData<Bot[]>("/api/bots");
  const [edited, setEdited] = useState<Bot | "new" | null>(null);
  const told = workspace.value?.position;
  useEffect(() => reload(), [told]); // the desk is told when the health of a channel changes
  if (error && !bots) return <Failed error={error} retry={reload} />;
  if (!bots) return <Skeleton rows={2} />;
  return (
    <>
      {bots.length === 0 && <Empty icon="plane" title={t("bots.none")}><p>{t("bots.none_text")}</p></Empty>}
      {bots.map((bot) => <BotCard key={bot.id} bot={bot} onEdit={() => setEdited(bot)} />)}
      <button type="button" class="button primary" onClick={() => setEdited("new")}>
        <Icon name="plus" size={16} /> {t("bots.add")}
      </button>
      {bots.length === 0 && <BotSteps />}
      {bots.some(({ quarantined }) => quarantined > 0) && <Quarantine onChange={reload} />}
      {edited && <BotDialog bot={edited === "new" ? null : edited} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}

function BotCard({ bot, onEdit }: { bot: Bot; onEdit: () => void }) {
  const facts = [bot.username && `@${bot.username}`, t(`bots.${bot.intake}`), teamOf(bot.team_id)?.name];
  return (
    <section class="card" aria-label={bot.name}>
      <div class="line">
        <span class="row-channel channel-telegram"><Icon name="plane" size={16} label={t("channel.telegram")} /></span>
        <span class="line-main">
          <span><strong>{bot.name}</strong> {bot.is_paused && <span class="chip">{t("channels.paused")}</span>} {isFine(bot) && <span class="chip category-resolved">{t("bots.works")}</span>}</span>
          <span class="muted small-text">{facts.filter(Boolean).join(" · ")}</span>
          {bot.waiting > 0 && <span class="small-text">{t("bots.waiting", { count: bot.waiting })}</span>}
          {bot.files_waiting > 0 && <span class="small-text">{t("bots.files_waiting", { count: bot.files_waiting })}</span>}
        </span>
        <button type="button" class="button small" onClick={onEdit} aria-label={t("form.edit", { name: bot.name })}>
          <Icon name="pencil" size={14} /> {t("action.edit")}
        </button>
      </div>
      {!bot.is_paused && bot.health.filter((one) => !one.is_working).map((one) => <Trouble key={one.direction} health={one} />)}
      {bot.url && <CopyField label={t("bots.address", { name: bot.name })} text={bot.url} />}
    </section>
  );
}

function isFine({ is_paused, health }: Bot): boolean {
  return !is_paused && health.length > 0 && health.every(({ is_working }) => is_working);
}

/** What is wrong, since when, and what helps. */
function Trouble({ health }: { health: BotHealth }) {
  const help = known("bots.help_", health.code);
  return (
    <div class="notice is-bad bot-trouble">
      <Icon name="alert" size={16} />
      <div>
        <p><strong>{t(`bots.${health.direction}_trouble`)}</strong> <span dir="auto">{health.text || health.code}</span></p>
        {help && <p>{help}</p>}
        <p class="muted small-text">{t("bots.since", { time: when.full(health.since) })} {health.words && <span dir="auto">· {health.words}</span>}</p>
      </div>
    </div>
  );
}
