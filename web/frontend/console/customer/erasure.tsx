/** A visitor's wish to be deleted: an admin fulfils it at once, or keeps the data. Asked twice, for neither is taken back. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { t } from "../text";
import { tell, toast } from "../toasts";

export default function Erasure({ ticketId, onDone }: { ticketId: number; onDone: () => void }) {
  const [asked, setAsked] = useState<"now" | "cancel" | null>(null);
  const path = `/api/tickets/${ticketId}/erasure`;
  const act = async (): Promise<void> => {
    await (asked === "now" ? api("PUT", path, {}) : api("DELETE", path));
    toast(t(asked === "now" ? "erasure.done" : "erasure.cancelled"));
    setAsked(null);
    onDone();
  };
  if (asked === null) {
    return (
      <p class="visitor-wish">
        <button type="button" class="button small" onClick={() => setAsked("now")}>{t("erasure.now")}</button>{" "}
        <button type="button" class="button small" onClick={() => setAsked("cancel")}>{t("erasure.cancel")}</button>
      </p>
    );
  }
  return (
    <div role="alert">
      <p>{t(`erasure.${asked}_sure`)}</p>
      <button type="button" class="button small danger-button" autofocus onClick={() => void act().catch(tell)}>{t(`erasure.${asked}`)}</button>{" "}
      <button type="button" class="button small" onClick={() => setAsked(null)}>{t("action.close")}</button>
    </div>
  );
}
