/** Ways in: the chat widgets, each with the line to paste into a site. */
import { useState } from "preact/hooks";
import { Icon, channelIcon } from "../parts/icon";
import { CopyField } from "../parts/copy_field";
import { Empty, Failed, Skeleton } from "../parts/states";
import { teamOf } from "../session";
import { t } from "../text";
import { ChannelDialog, type ChannelSettings } from "./channel_dialog";
import { lazyPart } from "../lazy_part";
import { listIn, useData } from "./data";

const Designer = lazyPart<{ channelId: number; onClose: () => void }>(() => import("../designer/page"), "widget");

export function Channels() {
  const { value, error, reload } = useData<ChannelSettings[] | Record<string, unknown>>("/api/channels");
  const channels = listIn<ChannelSettings>(value, "channels")?.filter(({ kind }) => kind === "webchat");
  const [edited, setEdited] = useState<ChannelSettings | "new" | null>(null);
  const [drawn, setDrawn] = useState<number | null>(null);
  if (error) return <Failed error={error} retry={reload} />;
  if (!channels) return <Skeleton rows={2} />;
  if (drawn !== null) return <Designer channelId={drawn} onClose={() => (setDrawn(null), reload())} instead={<Skeleton rows={4} />} />;
  return (
    <>
      {channels.length === 0 && <Empty icon="chat" title={t("channels.none")}><p>{t("channels.none_text")}</p></Empty>}
      {channels.map((channel) => (
        <section key={channel.id} class="card" aria-label={channel.name}>
          <div class="line">
            <span class={`row-channel channel-${channel.kind}`}><Icon name={channelIcon(channel.kind)} size={16} label={t(`channel.${channel.kind}` as "channel.email")} /></span>
            <span class="line-main">
              <span><strong>{channel.name}</strong> {channel.is_paused && <span class="chip">{t("channels.paused")}</span>}</span>
              <span class="muted small-text">
                {[teamOf(channel.team_id ?? null)?.name, channel.allowed_origins?.length ? channel.allowed_origins.join(", ") : t("channels.any_site")].filter(Boolean).join(" · ")}
              </span>
            </span>
            <button type="button" class="button small" onClick={() => setDrawn(channel.id)} aria-label={t("channels.design", { name: channel.name })}>
              <Icon name="chat" size={14} /> {t("channels.design_short")}
            </button>
            <button type="button" class="button small" onClick={() => setEdited(channel)} aria-label={t("form.edit", { name: channel.name })}>
              <Icon name="pencil" size={14} /> {t("action.edit")}
            </button>
          </div>
          {channel.snippet && (
            <>
              <p class="small-text">{t("channels.snippet")}</p>
              <CopyField label={t("channels.snippet")} text={channel.snippet} />
            </>
          )}
        </section>
      ))}
      <button type="button" class="button primary" onClick={() => setEdited("new")}>
        <Icon name="plus" size={16} /> {t("channels.add")}
      </button>
      {edited && <ChannelDialog channel={edited === "new" ? null : edited} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}
