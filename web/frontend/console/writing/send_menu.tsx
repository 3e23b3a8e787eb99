/** More ways to send: and go on, or later. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { t } from "../text";
import type { Sending } from "../composer/submit";
import "./look";
import { atNine, localInput, nextMonday } from "./moments";
import { momentText } from "./moment_text";

interface Props { disabled: boolean; send: (how: Sending) => void }

export default function SendMenu({ disabled, send }: Props) {
  return (
    <Popover label={t("send.more")} button={<Icon name="chevron_down" size={14} />} buttonClass="button send-more" align="end" side="above">
      {(close) => <Menu disabled={disabled} send={(how) => (close(), send(how))} />}
    </Popover>
  );
}

function Menu({ disabled, send }: Props) {
  return (
    <div class="send-menu">
      <button ref={focusFirst} type="button" class="menu-line" disabled={disabled} onClick={() => send({ then: "next" })}>{t("send.next")}</button>
      <button type="button" class="menu-line" disabled={disabled} onClick={() => send({ resolve: true, then: "next" })}>{t("send.resolve_next")}</button>
      <Later disabled={disabled} onChoose={(at) => send({ at })} />
      <p class="muted small-text">{t("send.if_written")}</p>
    </div>
  );
}

/** Moments to send at: the usual ones, and any other. */
export function Later({ disabled, onChoose }: { disabled: boolean; onChoose: (at: Date) => void }) {
  const now = Date.now();
  const moments = [[t("send.in_hour"), new Date(now + 3_600_000)], [t("send.tomorrow"), atNine(now, 1)], [t("send.monday"), nextMonday(now)]] as const;
  const [chosen, setChosen] = useState(() => localInput(atNine(now, 1)));
  const at = new Date(chosen);
  const isPast = !(at.getTime() > Date.now());
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.code !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    event.stopPropagation(); // around it there may be a form, which would send at once
    if (!disabled && !isPast) onChoose(at);
  };
  return (
    <>
      <h3>{t("send.later")}</h3>
      {moments.map(([label, moment]) => (
        <button key={label} type="button" class="menu-line" disabled={disabled} onClick={() => onChoose(moment)}>
          <span>{label}</span> <span class="muted">{momentText(moment)}</span>
        </button>
      ))}
      <div class="send-at" onKeyDown={onKeyDown}>
        <input class="input" type="datetime-local" aria-label={t("send.at")} value={chosen} aria-invalid={isPast} onInput={(event) => setChosen(event.currentTarget.value)} />
        <button type="button" class="button small primary" disabled={disabled || isPast} onClick={() => onChoose(at)}>{t("send.at_button")}</button>
      </div>
      {isPast && <p class="field-problem small-text" role="alert">{t("send.past")}</p>}
    </>
  );
}

function focusFirst(button: HTMLButtonElement | null): void {
  if (button && !button.closest(".send-menu")?.contains(document.activeElement)) button.focus();
}
