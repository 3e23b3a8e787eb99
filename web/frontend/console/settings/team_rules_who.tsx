/** Who gets a ticket: push or pull, in what order, offers, limits, skills by type. */
import { SkillLevels } from "../parts/skill_levels";
import { workspace } from "../session";
import { t } from "../text";
import { typeName } from "../ticket/names";
import { ORDERS } from "./routing_types";
import { ByKind, Choose, Maybe, Whole, type Parts } from "./team_rules_fields";

const MODES = ["push", "pull"] as const;

export function GivingRules({ rules, set, problems }: Parts) {
  return (
    <>
      <Choose name="mode" label={t("routing.mode")} help={t("routing.mode_help")} value={rules.mode} choices={MODES.map((value) => ({ value, label: t(`routing.mode.${value}`) }))} onChoose={(mode) => set({ mode })} />
      <Choose name="order" label={t("routing.order")} value={rules.order} choices={ORDERS.map((value) => ({ value, label: t(`routing.order.${value}`) }))} onChoose={(order) => set({ order })} />
      <Whole name="ramp" label={t("routing.ramp")} help={t("routing.ramp_help")} value={rules.ramp_min} max={240} problem={problems["ramp_min"]} onNumber={(ramp_min) => set({ ramp_min })} />
    </>
  );
}

export function OfferRules({ rules, set, problems }: Parts) {
  return (
    <details open={Object.values(rules.offer_s).some(Boolean)}>
      <summary>{t("routing.offers")}</summary>
      <p class="muted small-text">{t("routing.offers_help")}</p>
      <div class="by-kind">
        <ByKind name="offer" values={rules.offer_s} min={0} max={3_600} problem={problems["offer_s"]} onChange={(offer_s) => set({ offer_s })} />
      </div>
      <Whole name="missed" label={t("routing.missed_limit")} help={t("routing.never_zero")} value={rules.missed_limit} max={100} problem={problems["missed_limit"]} onNumber={(missed_limit) => set({ missed_limit })} />
    </details>
  );
}

export function LimitRules({ rules, set, problems }: Parts) {
  return (
    <details open={rules.most_open !== null || Object.keys(rules.limits).length > 0}>
      <summary>{t("routing.limits")}</summary>
      <p class="muted small-text">{t("routing.limits_help")}</p>
      <div class="by-kind">
        <ByKind name="limit" values={rules.limits} min={1} max={1_000} problem={problems["limits"]} onChange={(limits) => set({ limits })} />
        <Maybe name="most-open" label={t("routing.most_open")} min={1} max={1_000} value={rules.most_open} problem={problems["most_open"]} onNumber={(most_open) => set({ most_open })} />
      </div>
    </details>
  );
}

export function TypeRules({ rules, set }: Parts) {
  const types = workspace.value?.types ?? [];
  const put = (type_id: number, skills: Parts["rules"]["skills_by_type"][number]["skills"]): void => {
    const others = rules.skills_by_type.filter((one) => one.type_id !== type_id);
    set({ skills_by_type: skills.length > 0 ? [...others, { type_id, skills }] : others });
  };
  const skillsOf = (id: number): Parts["rules"]["skills_by_type"][number]["skills"] => rules.skills_by_type.find((one) => one.type_id === id)?.skills ?? [];
  if ((workspace.value?.skills.length ?? 0) === 0) return null;
  return (
    <details open={rules.skills_by_type.length > 0}>
      <summary>{t("routing.types")}</summary>
      <p class="muted small-text">{t("routing.types_help")}</p>
      {types.map((type) => (
        <SkillLevels key={type.id} legend={typeName(type)} none={t("routing.not_asked")} skills={skillsOf(type.id)} onChange={(skills) => put(type.id, skills)} />
      ))}
    </details>
  );
}
