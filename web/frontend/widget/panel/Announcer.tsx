/** The log that screen readers follow; the visible history would be read out anew with every mark that changes. */

import { announcements } from "../store/announcer";
import { t } from "../words/words";

export function Announcer() {
  return (
    <div class="unseen" role="log" aria-live="polite" aria-label={t.value("news")}>
      {announcements.value.map(({ key, text }) => <p key={key}>{text}</p>)}
    </div>
  );
}
