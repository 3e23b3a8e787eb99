/** What came of trying a mailbox: works both ways, or in words what is wrong. */
import { Icon } from "../parts/icon";
import { t } from "../text";
import type { ConnectionTest } from "./mailbox_types";

/** The form is longer than the screen: what came of it is brought into sight. */
const intoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: "nearest" });

export function TestResult({ tried }: { tried: ConnectionTest }) {
  if (tried.is_working) return <p ref={intoSight} class="notice is-good" role="status"><Icon name="check" size={16} /> {t("mailbox.works")}</p>;
  return (
    <div ref={intoSight} class="notice is-bad" role="alert">
      <ul class="findings">
        {tried.findings.map((one) => (
          <li key={`${one.direction}-${one.code}`}>
            <strong>{t(`mailbox.${one.direction}`)}:</strong> {one.text}
            {one.words && <span class="muted small-text findings-words" dir="auto">{one.words}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
