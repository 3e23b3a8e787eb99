/** Laying commands on other keys: press the new one; what it was before is said. */
import { useLayoutEffect, useState } from "preact/hooks";
import { keyMap, keyOf, nameOf, USUAL, type CommandId } from "../key_map";
import { keyGroups } from "../palette/key_groups";
import { Keys } from "../palette/keys_view";
import { Icon } from "../parts/icon";
import { preferences } from "../session";
import css from "../styles/keys_page.css" with { type: "text" };
import { t, type Key } from "../text";
import { wear } from "../wear";
import { Check } from "./form";
import { laid, pressed, type Pressed } from "./key_change";
import { prefer } from "./prefer";

wear(css);

interface Wish { readonly command: CommandId; readonly keys: string }

export default function KeysPage() {
  const [asked, setAsked] = useState<CommandId | null>(null);
  const [doubled, setDoubled] = useState<Wish | null>(null);
  const lay = (command: CommandId, keys: string): void => {
    const owner = keyMap.value.at.get(keys);
    setAsked(null);
    if (owner !== undefined && owner !== command) return setDoubled({ command, keys });
    setDoubled(null);
    prefer({ keys: laid(preferences.value.keys, command, keys) });
  };
  const takeAway = ({ command, keys }: Wish): void => {
    setDoubled(null);
    prefer({ keys: laid(laid(preferences.value.keys, keyMap.value.at.get(keys)!, ""), command, keys) });
  };
  return (
    <>
      <p class="muted">{t("keys.page_text")}</p>
      <div class="card">
        <Check label={t("profile.shortcuts")} help={t("profile.shortcuts_help")} checked={preferences.value.shortcuts} onCheck={(shortcuts) => prefer({ shortcuts })} />
        <button type="button" class="button" disabled={Object.keys(preferences.value.keys).length === 0} onClick={() => (setDoubled(null), prefer({ keys: {} }))}>{t("keys.reset_all")}</button>
      </div>
      {keyGroups().map(({ title, rows }) => (
        <section key={title} hidden={!rows.some(({ command }) => command)}>
          <h3 class="key-title">{t(title)}</h3>
          <ul class="card lines">
            {rows.map(({ command, text }) => command && (
              <li key={command} class="line key-line">
                <span class="line-main">
                  {t(text)}
                  {asked === command && <Listening onKeys={(keys) => lay(command, keys)} onEnd={() => setAsked(null)} />}
                  {doubled?.command === command && <Doubled wish={doubled} onTake={() => takeAway(doubled)} onEnd={() => setDoubled(null)} />}
                </span>
                {keyOf(command) !== USUAL[command] && <Reset name={t(text)} usual={USUAL[command]} onReset={() => lay(command, USUAL[command])} />}
                {keyOf(command) ? <Keys keys={keyOf(command)} /> : <span class="muted small-text">{t("keys.none")}</span>}
                <button type="button" class="button small" aria-pressed={asked === command} aria-label={`${t("action.edit")}: ${t(text)}`} onClick={() => (setDoubled(null), setAsked(asked === command ? null : command))}>{t("action.edit")}</button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Reset({ name, usual, onReset }: { name: string; usual: string; onReset: () => void }) {
  const label = t("keys.reset", { command: name, key: usual });
  const run = (event: MouseEvent): void => {
    // it goes from the page: the focus stays in its line
    (event.currentTarget as Element).parentElement?.querySelector<HTMLElement>("[aria-pressed]")?.focus();
    onReset();
  };
  return <button type="button" class="icon-button" aria-label={label} title={label} onClick={run}><Icon name="undo" size={16} /></button>;
}

/** While it is on the page the keyboard is heard, Tab and the modifiers apart. */
function Listening({ onKeys, onEnd }: { onKeys: (keys: string) => void; onEnd: () => void }) {
  const [heard, setHeard] = useState<Pressed>({ prefix: "" });
  // At once: the key may be pressed before the next paint.
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const next = pressed(event, nameOf(event), heard.prefix);
      if (next.isLeft) return onEnd();
      if (next.isPassed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (next.keys !== undefined) onKeys(next.keys);
      else if (next.isEnded) onEnd();
      else setHeard(next);
    };
    addEventListener("keydown", hear, true);
    return () => removeEventListener("keydown", hear, true);
  }, [heard]);
  return <span class="small-text key-heard" role="status">{t(heard.refused ? "keys.refused" : heard.prefix ? "keys.after_g" : "keys.press")}</span>;
}

function Doubled({ wish: { keys }, onTake, onEnd }: { wish: Wish; onTake: () => void; onEnd: () => void }) {
  const owner = keyMap.value.at.get(keys);
  if (!owner) return null;
  return (
    <span class="key-doubled" role="alert">
      <span class="small-text"><Icon name="alert" size={14} /> {t("keys.doubled", { key: keys, command: t(textOf(owner)) })}</span>
      <button type="button" class="button small" onClick={onTake}>{t("keys.take_away")}</button>
      <button type="button" class="button small" onClick={onEnd}>{t("keys.leave_it")}</button>
    </span>
  );
}

function textOf(command: CommandId): Key {
  for (const { rows } of keyGroups()) for (const row of rows) if (row.command === command) return row.text;
  return "keys.command";
}
