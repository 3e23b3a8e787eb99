/** What is new while the order stands still: a pill instead of rows that jump. */
import { isBehind, newCount } from "../order_hold";
import { Icon } from "../parts/icon";
import { t } from "../text";

export function NewPill({ onShow }: { onShow: () => void }) {
  const count = newCount.value;
  return (
    <div class="pill-slot" role="status" aria-live="polite">
      {isBehind.value && (
        <button type="button" class="pill" onClick={onShow}>
          <Icon name="refresh" size={14} />
          {count > 0 ? t("list.new", { count }) : t("list.changed")}
        </button>
      )}
    </div>
  );
}
