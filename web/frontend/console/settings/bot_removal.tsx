/** Deleting a bot that nobody has talked with, after a second click; one that is used can only be paused. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { t } from "../text";
import { tell, toast } from "../toasts";
import type { Bot } from "./bot_types";

export function BotRemoval({ bot, onDone }: { bot: Bot; onDone: () => void }) {
  const [isSure, setSure] = useState(false);
  if (bot.is_used) return <p class="muted small-text bot-used">{t("bots.is_used")}</p>;
  const remove = async (): Promise<void> => {
    try {
      await api("DELETE", `/api/bots/${bot.id}`);
      toast(t("bots.deleted", { name: bot.name }));
      onDone();
    } catch (error) {
      tell(error);
    }
  };
  return (
    <button type="button" class="button danger-button" onClick={() => (isSure ? void remove() : setSure(true))}>
      <Icon name="trash" size={14} /> {t(isSure ? "bots.delete_surely" : "action.delete")}
    </button>
  );
}
