/** To somebody new, where a ticket will be: a look round, if they like. */
import { overlay } from "../commands";
import css from "../styles/tour.css" with { type: "text" };
import { t } from "../text";
import { wear } from "../wear";
import { noteToured } from "./toured";

wear(css);

export default function TourOffer() {
  return (
    <div class="tour-offer">
      <p><strong>{t("tour.offer")}</strong> {t("tour.offer_text")}</p>
      <p>
        <button type="button" class="button primary" onClick={() => (overlay.value = "tour")}>{t("tour.start")}</button>{" "}
        <button type="button" class="button" onClick={noteToured}>{t("tour.no")}</button>
      </p>
    </div>
  );
}
