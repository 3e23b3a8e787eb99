/** Macros: steps under a name. */
import { useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Empty, Failed, Skeleton } from "../parts/states";
import { agentName, myId } from "../session";
import { t } from "../text";
import { audienceLabel } from "../writing/audience";
import "../writing/look";
import { stepText } from "../writing/step_text";
import type { Macro, Template } from "../writing/types";
import { useData } from "./data";
import { MacroDialog } from "./macro_dialog";

export default function Macros() {
  const { value: all, error, reload } = useData<Macro[]>("/api/macros");
  const templates = useData<Template[]>("/api/templates");
  const [edited, setEdited] = useState<Macro | "new" | null>(null);
  if (error && !all) return <Failed error={error} retry={reload} />;
  if (!all || !templates.value) return <Skeleton rows={4} />;
  const known = templates.value;
  return (
    <>
      <p class="muted">{t("macros.text")}</p>
      {all.length === 0 && <Empty icon="bolt" title={t("macros.none")}><p>{t("macros.none_text")}</p></Empty>}
      {all.length > 0 && (
        <ul class="card lines">
          {all.map((macro) => (
            <li key={macro.id} class="line">
              <span class="line-main">
                <strong dir="auto">{macro.name}</strong>
                <span class="small-text">{macro.steps.map((step) => stepText(step, known)).join(" · ")}</span>
                <span class="muted small-text">{[audienceLabel(macro), macro.owner_id === myId() ? "" : agentName(macro.owner_id), macro.uses > 0 ? t("templates.uses", { count: macro.uses }) : t("templates.unused")].filter(Boolean).join(" · ")}</span>
              </span>
              {macro.may_change && <button type="button" class="button small" onClick={() => setEdited(macro)} aria-label={t("form.edit", { name: macro.name })}><Icon name="pencil" size={14} /> {t("action.edit")}</button>}
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button primary" onClick={() => setEdited("new")}><Icon name="plus" size={16} /> {t("macros.add")}</button>
      {edited && <MacroDialog macro={edited === "new" ? null : edited} templates={known} onClose={() => (setEdited(null), reload())} />}
    </>
  );
}
