/** Backups: the last one, one now, and how to restore. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { size, t, when } from "../text";
import { tell } from "../toasts";
import { Block, Row } from "./lines";
import type { SystemState } from "./types";

type Backup = SystemState["backup"];

export function Backups({ backup, reload }: { backup: Backup; reload: () => void }) {
  const [isSending, setSending] = useState(false);
  const isBusy = isSending || backup.is_asked || backup.state === "running";
  const ask = async (): Promise<void> => {
    setSending(true);
    await api("POST", "/api/backups").catch(tell);
    setSending(false);
    reload();
  };
  return (
    <>
      <Block title={t("system.backups")}>
        <Row name={t("system.backup")} detail={detailOf(backup)} isGood={backup.last_at === null || backup.is_overdue ? false : null} value={backup.last_at ? when.full(backup.last_at) : t("system.never")} />
        <li class="line">
          <span class="line-main" role="status">{wordsOf(backup)}</span>
          <button type="button" class="button" disabled={isBusy || backup.state === "no_key"} onClick={() => void ask()}>
            <Icon name={isBusy ? "refresh" : "down"} size={16} /> {t(isBusy ? "system.backup_running" : "system.backup_now")}
          </button>
        </li>
      </Block>
      <details class="card system-restore">
        <summary>{t("system.restore")}</summary>
        <ol>
          <li>{t("system.restore_1")}</li>
          <li>{t("system.restore_2")} <code>helpdesk restore FILE</code></li>
          <li>{t("system.restore_3")}</li>
        </ol>
      </details>
    </>
  );
}

function detailOf({ size: bytes, every_hours: hours }: Backup): string {
  const rhythm = hours ? t("system.backup_every", { count: hours }) : t("system.backup_by_hand");
  return bytes === null ? rhythm : `${size(bytes)} · ${rhythm}`;
}

function wordsOf({ state, words, is_asked: isAsked }: Backup): string {
  if (state === "no_key") return t("system.remedy.no_backup");
  if (state === "failed") return t("system.backup_failed", { words });
  return isAsked || state === "running" ? t("system.backup_begun") : t("system.backup_text");
}
