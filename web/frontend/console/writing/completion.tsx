/** The completion over the composer: templates by "/", people by "@", emoji by ":"; arrows choose, Enter or Tab takes. */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import type { DraftMode } from "../store/types";
import { t } from "../text";
import { tell } from "../toasts";
import { languageLabel, offersFor, type Offer, type Place, type Reader } from "./offers";
import { needTemplates, templates } from "./templates";
import { triggerAt, type Trigger } from "./trigger";

interface Props { place: Place; mode: DraftMode; row: Reader }

export function Completion({ place, mode, row }: Props) {
  const { area } = place;
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [at, setAt] = useState(0);
  const [language, setLanguage] = useState<string | undefined>(undefined);
  const [left, setLeft] = useState(-1);
  const [areThere, setThere] = useState(true);
  void templates.value;
  const offers = trigger && trigger.from !== left ? offersFor(trigger, row) : [];
  const isOpen = offers.length > 0;
  const active = offers[Math.min(at, offers.length - 1)];

  useEffect(() => {
    let slashAt = -1;
    const look = (event: Event): void => {
      if (event.type === "input" && event instanceof InputEvent && event.data === "." && lastCode === "Slash") slashAt = area.selectionStart - 1;
      if (area.value[slashAt] !== ".") slashAt = -1;
      const found = area.selectionStart === area.selectionEnd ? triggerAt(area.value, area.selectionStart, { isNote: mode === "note", bySlashKey: slashAt }) : null;
      setTrigger((before) => (before && found && before.from === found.from && before.query === found.query ? before : found));
      if (found?.what === "template") needTemplates().then(() => setThere(templates.peek().length > 0), tell);
      if (!found) setLeft(-1);
    };
    let lastCode = "";
    const note = (event: KeyboardEvent): void => void (lastCode = event.shiftKey ? "" : event.code);
    const close = (): void => void setTimeout(() => document.activeElement !== area && setTrigger(null), 150);
    area.addEventListener("keydown", note, true);
    for (const kind of ["input", "click", "keyup"]) area.addEventListener(kind, look);
    area.addEventListener("blur", close);
    if (document.activeElement === area) look(new Event("input")); // what was typed while this was still loading
    return () => {
      area.removeEventListener("keydown", note, true);
      for (const kind of ["input", "click", "keyup"]) area.removeEventListener(kind, look);
      area.removeEventListener("blur", close);
    };
  }, [area, mode]);

  useEffect(() => (setAt(0), setLanguage(undefined)), [trigger?.query, trigger?.what]);
  useEffect(() => setLanguage(undefined), [at]);

  const take = (offer: Offer, chosen?: string): void => {
    if (!trigger) return;
    setTrigger(null);
    void Promise.resolve(offer.take(place, trigger, chosen)).catch(tell);
  };

  useLayoutEffect(() => {
    if (!isOpen || !active || !trigger) return;
    const step = (by: number): void => setAt((now) => (Math.min(now, offers.length - 1) + by + offers.length) % offers.length);
    const turn = (by: number): void => {
      const all = active.languages ?? [];
      const now = all.indexOf(language ?? all[0] ?? "");
      setLanguage(all[(now + by + all.length) % all.length]);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const code = event.code === "NumpadEnter" ? "Enter" : event.code;
      const hasMore = (active.languages?.length ?? 0) > 1;
      if (code === "ArrowDown") step(1);
      else if (code === "ArrowUp") step(-1);
      else if ((code === "Enter" || code === "Tab") && !event.shiftKey) take(active, language);
      else if (code === "Escape") setLeft(trigger.from);
      else if (code === "ArrowRight" && hasMore) turn(1);
      else if (code === "ArrowLeft" && hasMore) turn(-1);
      else return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    area.addEventListener("keydown", onKey, true);
    return () => area.removeEventListener("keydown", onKey, true);
  });

  useEffect(() => {
    const set = (name: string, value: string | null): void => (value === null ? area.removeAttribute(name) : area.setAttribute(name, value));
    set("aria-autocomplete", "list");
    set("aria-controls", isOpen ? "completion" : null);
    set("aria-activedescendant", isOpen ? `completion-${Math.min(at, offers.length - 1)}` : null);
  });

  return (
    <>
      <span class="visually-hidden" role="status">{isOpen ? t("writing.found", { count: offers.length }) : ""}</span>
      {trigger?.what === "template" && trigger.query === "" && trigger.from !== left && !areThere && <p class="completion completion-none muted small-text" role="status">{t("writing.no_templates")}</p>}
      {isOpen && (
        <ul id="completion" class="completion" role="listbox" aria-label={t(`writing.${trigger!.what}s`)}>
          {offers.map((offer, index) => (
            <Option key={offer.key} offer={offer} id={`completion-${index}`} isActive={offer === active} language={offer === active ? language : undefined} onTake={(chosen) => take(offer, chosen)} />
          ))}
        </ul>
      )}
    </>
  );
}

function Option({ offer, id, isActive, language, onTake }: { offer: Offer; id: string; isActive: boolean; language: string | undefined; onTake: (language?: string) => void }) {
  const { languages = [], sign, label, detail, text } = offer;
  const chosen = language ?? languages[0];
  return (
    <li id={id} role="option" aria-selected={isActive} class="completion-item" onPointerDown={(event) => (event.preventDefault(), onTake(chosen))}>
      {sign === "@" || sign === "@@" ? <Icon name={sign === "@" ? "user" : "users"} size={16} /> : sign && <span class="completion-sign">{sign}</span>}
      <span class="completion-main">
        <span><strong dir="auto">{label}</strong> {detail && <span class="muted">{detail}</span>}</span>
        {text && <span class="completion-text muted small-text" dir="auto">{text.slice(0, 160)}</span>}
      </span>
      {languages.length > 1 && (
        <span class="completion-languages">
          {languages.map((one) => <span key={one} class={`chip ${one === chosen ? "is-chosen" : ""}`} title={languageLabel(one)} onPointerDown={(event) => (event.preventDefault(), event.stopPropagation(), onTake(one))}>{one === "" ? languageLabel(one) : one.toUpperCase()}</span>)}
        </span>
      )}
    </li>
  );
}
