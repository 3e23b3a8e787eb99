/** What came of trying a bot: it works, or in words what is wrong and what helps. */
import { Icon } from "../parts/icon";
import { known, t } from "../text";
import type { ConnectionTest } from "./mailbox_types";

/** The form is longer than the screen: what came of it is brought into sight. */
const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "nearest" });

export function BotTestResult({ tried }: { tried: ConnectionTest }) {
  if (tried.is_working) return <p ref={intoSight} class="notice is-good" role="status"><Icon name="check" size={16} /> {t("bots.test_works")}</p>;
  return (
    <div ref={intoSight} class="notice is-bad" role="alert">
      <ul class="findings">
        {tried.findings.map(({ direction, code, text, words }) => (
          <li key={`${direction}-${code}`}>
            {text} {known("bots.help_", code)}
            {words && <span class="muted small-text findings-words" dir="auto">{words}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
