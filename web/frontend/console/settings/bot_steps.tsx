/** How one gets a bot: what to say to @BotFather, in order. */
import { t } from "../text";

const STEPS = ["open", "new", "name", "token"] as const;
const GROUP_STEPS = ["privacy"] as const;

export function BotSteps() {
  return (
    <div class="bot-steps">
      <h3 class="settings-subtitle">{t("bots.steps")}</h3>
      <ol>
        {STEPS.map((step) => <li key={step}>{t(`bots.step_${step}`)}{step === "open" && <> (<a href="https://t.me/BotFather" target="_blank" rel="noopener noreferrer">t.me/BotFather</a>)</>}</li>)}
      </ol>
      {GROUP_STEPS.map((step) => <p key={step} class="muted small-text">{t(`bots.step_${step}`)}</p>)}
    </div>
  );
}
