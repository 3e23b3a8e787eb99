/** The chat's designer: everything a site's owner decides, with the panel beside it as visitors will see it. */
import { useEffect, useState } from "preact/hooks";
import { api, Problem } from "../api";
import { Icon } from "../parts/icon";
import { Select } from "../parts/select";
import { Failed, Skeleton } from "../parts/states";
import { wholeOf } from "../settings/as_seen";
import { useData } from "../settings/data";
import { Field, useSaving } from "../settings/form";
import css from "../styles/designer.css" with { type: "text" };
import { known, t, type Key } from "../text";
import { mayLeave, useUnsaved } from "../unsaved";
import { wear } from "../wear";
import { Behaviour } from "./behaviour";
import { IdentityPart } from "./identity";
import { Install } from "./install";
import { Look } from "./look";
import { Openers } from "./openers";
import { Preview } from "./preview";
import { Questions } from "./questions";
import { TextsPart } from "./texts";
import { drawnOf, SPOKEN, type Drawn, type Part, type Widget } from "./types";

wear(css);

const SECTIONS = ["install", "look", "texts", "form", "behaviour", "openers", "identity"] as const;
const SEEN = ["design", "accent", "position", "greeting", "allowed_origins"] as const;
const SKETCH_AFTER_MS = 250;

export default function DesignerPage({ channelId, onClose }: { channelId: number; onClose: () => void }) {
  const { value, error, reload } = useData<Widget>(`/api/channels/${channelId}/widget`);
  if (error && !value) return <Failed error={error} retry={reload} />;
  return value ? <Designer widget={value} reload={reload} onClose={onClose} /> : <Skeleton rows={4} />;
}

function Designer({ widget, reload, onClose }: { widget: Widget; reload: () => void; onClose: () => void }) {
  const [drawn, setDrawn] = useState<Drawn>(() => drawnOf(widget));
  const [kept, setKept] = useState<Drawn>(drawn);
  const [section, setSection] = useState<(typeof SECTIONS)[number]>("install");
  const [language, setLanguage] = useState(widget.design.language);
  const { config, problems: seen } = useSketch(widget.id, drawn);
  const saving = useSaving(t("form.saved"));
  const change = (changes: Partial<Drawn>): void => setDrawn((now) => ({ ...now, ...changes }));
  const part: Part = {
    drawn,
    language: drawn.design.languages.includes(language) ? language : drawn.design.language,
    problems: { ...seen, ...saving.problems },
    change,
    redesign: (changes) => setDrawn((now) => ({ ...now, design: { ...now.design, ...changes } })),
  };
  const save = async (): Promise<void> => {
    const work = async (): Promise<void> => {
      const answer = drawnOf(await api<Widget>("PUT", `/api/channels/${widget.id}/widget`, wholeOf(kept, drawn, SEEN, saving)));
      setKept(answer);
      setDrawn(answer);
    };
    await saving.run(work);
  };
  const isUnsaved = drawn !== kept;
  useUnsaved(isUnsaved);
  return (
    <div class="designer">
      <header class="designer-head">
        <button type="button" class="button small" onClick={() => mayLeave(onClose) && onClose()}><Icon name="back" size={14} /> {t("widget.back")}</button>
        <h3 class="designer-title">{t("widget.title", { name: widget.name })}</h3>
        {isUnsaved && <span class="chip">{t("widget.unsaved")}</span>}
        <button type="button" class="button primary" disabled={saving.isBusy || !isUnsaved} onClick={() => void save()}>{t("action.save")}</button>
      </header>
      <nav class="designer-sections" aria-label={t("widget.sections")}>
        {SECTIONS.map((one) => (
          <button key={one} type="button" class="button small" aria-current={section === one ? "page" : undefined} onClick={() => setSection(one)}>{t(`widget.${one}` as Key)}</button>
        ))}
      </nav>
      <div class="designer-columns">
        <section class="card designer-part" aria-label={t(`widget.${section}` as Key)}>
          {speaks(section) && <LanguageChoice part={part} onChoose={setLanguage} />}
          {section === "install" && <Install {...part} widget={widget} />}
          {section === "look" && <Look {...part} />}
          {section === "texts" && <TextsPart {...part} />}
          {section === "form" && <Questions {...part} />}
          {section === "behaviour" && <Behaviour {...part} replyTime={widget.reply_time} />}
          {section === "openers" && <Openers {...part} />}
          {section === "identity" && <IdentityPart {...part} widget={widget} reload={reload} />}
        </section>
        <Preview config={config} language={part.language} />
      </div>
    </div>
  );
}

function speaks(section: string): boolean {
  return ["look", "texts", "form", "openers"].includes(section);
}

function LanguageChoice({ part, onChoose }: { part: Part; onChoose: (language: string) => void }) {
  const choices = part.drawn.design.languages.map((value) => ({ value, label: SPOKEN[value] ?? value }));
  return (
    <Field name="text-language" label={t("widget.text_language")}>
      {({ id }) => <Select id={id} label={t("widget.text_language")} value={part.language} choices={choices} onChoose={onChoose} />}
    </Field>
  );
}

/** Ask the desk what the panel would be told with this design, a moment after the last change; what is wrong comes back by field. */
function useSketch(id: number, drawn: Drawn): { config: unknown; problems: Record<string, string> } {
  const [config, setConfig] = useState<unknown>(null);
  const [problems, setProblems] = useState<Record<string, string>>({});
  useEffect(() => {
    const control = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const answer = await api<{ config: unknown }>("POST", `/api/channels/${id}/widget-sketches`, drawn, control.signal);
        setConfig(answer.config);
        setProblems({});
      } catch (error) {
        if (!control.signal.aborted && error instanceof Problem) setProblems(inWords(error));
      }
    };
    const timer = setTimeout(() => void ask(), SKETCH_AFTER_MS);
    return () => (clearTimeout(timer), control.abort());
  }, [id, drawn]);
  return { config, problems };
}

function inWords({ fields }: Problem): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, reason]) => [name, known("field.", String(reason)) ?? t("field.invalid")]));
}
