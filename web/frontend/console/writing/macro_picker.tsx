/** Choosing a macro for the ticket at hand. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { closed, takeTypedAhead, ticketAtHand } from "../commands";
import { Icon } from "../parts/icon";
import { matching } from "../palette/matching";
import "../palette/keys_view";
import { go } from "../route";
import { t } from "../text";
import { tell } from "../toasts";
import { macros, needMacros, runMacro } from "./macros";

export default function MacroPicker() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState(takeTypedAhead);
  const [at, setAt] = useState(0);
  const found = matching(macros.value.map((macro) => ({ label: macro.name, macro })), query);
  const active = Math.min(at, found.length - 1);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => void needMacros().catch(tell), []);
  useEffect(() => dialog.current?.querySelector(`#macro-${active}`)?.scrollIntoView({ block: "nearest" }), [active]);
  const close = (): void => dialog.current?.close();
  const run = (place: number): void => {
    const chosen = found[place];
    const row = ticketAtHand();
    if (!chosen || !row) return;
    close();
    void runMacro(chosen.macro, row.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = ({ ArrowDown: 1, ArrowUp: -1 } as Record<string, number>)[event.code];
    if (move !== undefined && found.length > 0) setAt((active + move + found.length) % found.length);
    else if (event.code === "Enter" || event.code === "NumpadEnter") run(active);
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} class="dialog palette" aria-label={t("macros.title")} onClose={() => closed("macros")} onClick={(event) => event.target === dialog.current && close()}>
      <div class="palette-field">
        <Icon name="bolt" />
        <input type="text" role="combobox" class="palette-input" aria-label={t("macros.title")} aria-expanded="true" aria-controls="macro-list" aria-activedescendant={found.length ? `macro-${active}` : undefined} placeholder={t("macros.find")} autocomplete="off" value={query} onInput={(event) => (setQuery(event.currentTarget.value), setAt(0))} onKeyDown={onKeyDown} />
      </div>
      <div id="macro-list" class="palette-list" role="listbox" aria-label={t("macros.title")}>
        {found.map(({ macro }, place) => (
          <div key={macro.id} id={`macro-${place}`} role="option" class="palette-item" aria-selected={place === active} onClick={() => run(place)} onPointerMove={() => setAt(place)}>
            <span dir="auto">{macro.name}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p class="palette-field">
          <span>{macros.value.length > 0 ? t("macros.nothing") : t("macros.none")}</span>
          {macros.value.length === 0 && <button type="button" class="button small" onClick={() => (close(), go({ page: "settings", section: "macros" }))}>{t("macros.add")}</button>}
        </p>
      )}
    </dialog>
  );
}
