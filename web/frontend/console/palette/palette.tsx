/** Every command and every ticket number, by a few letters. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { closed, takeTypedAhead } from "../commands";
import { ticketByNumber } from "../list/loading";
import { Icon } from "../parts/icon";
import { go } from "../route";
import { t } from "../text";
import { tell } from "../toasts";
import { needMacros } from "../writing/macros";
import { commands, type Command } from "./commands";
import { useAnswers, useFound } from "./found";
import { Keys } from "./keys_view";
import { matches } from "./matching";

export default function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState(takeTypedAhead);
  const [at, setAt] = useState(0);
  const { near, far } = matches(commands(), query);
  const all = [...numberCommands(query), ...near, ...useAnswers(query), ...useFound(query), ...searchCommands(query), ...far];
  const active = Math.min(at, all.length - 1);
  // Open as soon as it is there: what is typed in between would belong to nobody.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => void needMacros().catch(() => undefined), []);
  useEffect(() => dialog.current?.querySelector(`#palette-${active}`)?.scrollIntoView({ block: "nearest" }), [active]);
  const close = (): void => dialog.current?.close();
  const run = (command: Command | undefined): void => {
    if (!command) return;
    close();
    queueMicrotask(command.run);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const move = moves[event.code];
    if (move !== undefined) setAt((active + move + all.length) % all.length);
    else if (event.code === "Enter") run(all[active]);
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} class="dialog palette" aria-label={t("palette.title")} onClose={() => closed("palette")} onClick={(event) => event.target === dialog.current && close()}>
      <div class="palette-field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          class="palette-input"
          aria-label={t("palette.title")}
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={all.length ? `palette-${active}` : undefined}
          placeholder={t("palette.hint")}
          autocomplete="off"
          value={query}
          onInput={(event) => (setQuery(event.currentTarget.value), setAt(0))}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id="palette-list" class="palette-list" role="listbox" aria-label={t("palette.title")}>
        {all.map((command, place) => (
          <div key={command.id} id={`palette-${place}`} role="option" class="palette-item" aria-selected={place === active} onClick={() => run(command)} onPointerMove={() => setAt(place)}>
            {command.icon && <Icon name={command.icon} size={16} />}
            <span class="palette-label" dir="auto">{command.label}</span>
            {command.hint && <span class="palette-hint muted small-text" dir="auto">{command.hint}</span>}
            {command.keys && <Keys keys={command.keys} />}
          </div>
        ))}
      </div>
    </dialog>
  );
}

function numberCommands(query: string): Command[] {
  const number = /^#?(\d{1,15})$/.exec(query.trim())?.[1];
  if (!number) return [];
  const open = (): void => void ticketByNumber(Number(number)).then((id) => go({ ticket: id }), tell);
  return [{ id: "number", label: t("palette.open_number", { number: `#${number}` }), run: open }];
}

function searchCommands(query: string): Command[] {
  if (query.trim() === "") return [];
  return [{ id: "search for", label: t("palette.search_for", { query: query.trim() }), run: () => go({ page: "search", query: query.trim() }) }];
}
