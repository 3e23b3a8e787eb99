/** Reactions to a message, counted. */
import type { Telegram } from "../store/types";
import { t } from "../text";

export function Reactions({ reactions }: { reactions: Telegram["reactions"] }) {
  return (
    <ul class="reactions" aria-label={t("telegram.reactions")}>
      {reactions.map(({ emoji, count }) => (
        <li key={emoji} class="reaction">
          {emoji} {count > 1 && <span class="reaction-count">{count}</span>}
        </li>
      ))}
    </ul>
  );
}
