/** Teams and skills: lists of named things, with members for teams. */
import { useState } from "preact/hooks";
import { api } from "../api";
import { Icon } from "../parts/icon";
import { Dialog } from "../parts/dialog";
import { Select } from "../parts/select";
import { Empty } from "../parts/states";
import { workspace } from "../session";
import type { Skill, Team } from "../store/types";
import { t } from "../text";
import { changesOf } from "./as_seen";
import { Checks, Field, TextField, useSaving } from "./form";
import { Removal } from "./removal";

type Named = Pick<Team, "id" | "name" | "others_tickets"> & { member_ids?: number[] };
const OTHERS = ["hidden", "stub", "readable"] as const;

export function Teams() {
  return <NamedList path="/api/teams" items={workspace.value?.teams ?? []} hasMembers />;
}

export function Skills() {
  return <NamedList path="/api/skills" items={(workspace.value?.skills ?? []) as Skill[]} hasMembers={false} />;
}

function NamedList({ path, items, hasMembers }: { path: string; items: readonly Named[]; hasMembers: boolean }) {
  const [edited, setEdited] = useState<Named | null>(null);
  const kind = hasMembers ? "teams" : "skills";
  return (
    <>
      <p class="muted">{t(`${kind}.text`)}</p>
      {items.length === 0 && <Empty icon={hasMembers ? "users" : "spark"} title={t(`${kind}.none`)} />}
      {items.length > 0 && (
        <ul class="card lines">
          {items.map((item) => (
            <li key={item.id} class="line">
              <span class="line-main">
                <strong>{item.name}</strong>
                <span class="muted small-text">{hasMembers ? t("teams.members", { count: item.member_ids?.length ?? 0 }) : t("skills.agents", { count: agentsWith(item.id) })}</span>
              </span>
              <button type="button" class="button small" onClick={() => setEdited(item)} aria-label={t("form.edit", { name: item.name })}>
                <Icon name="pencil" size={14} /> {t("action.edit")}
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="button primary" onClick={() => setEdited({ id: 0, name: "", ...(hasMembers && { member_ids: [] }) })}>
        <Icon name="plus" size={16} /> {t(`${kind}.add`)}
      </button>
      {edited && <Edit path={path} item={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function agentsWith(skillId: number): number {
  return (workspace.value?.agents ?? []).filter((agent) => agent.skills.some((skill) => skill.skill_id === skillId)).length;
}

function Edit({ path, item, onClose }: { path: string; item: Named; onClose: () => void }) {
  const [name, setName] = useState(item.name);
  const [members, setMembers] = useState(item.member_ids);
  const [others, setOthers] = useState(item.others_tickets ?? "stub");
  const saving = useSaving(t("form.saved"));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const body = { name: name.trim(), ...(members && { member_ids: members }), ...(members && item.id > 0 && { others_tickets: others }) };
    if (await saving.run(() => (item.id ? api("PATCH", `${path}/${item.id}`, changesOf(item, body, saving)) : api("POST", path, body)))) onClose();
  };
  return (
    <Dialog title={item.id ? t("form.edit", { name: item.name }) : t(members ? "teams.add" : "skills.add")} onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <TextField name="name" label={t("form.name")} value={name} onText={setName} problem={saving.problems["name"]} maxLength={80} required />
        {members && <Checks legend={t("teams.who")} choices={(workspace.value?.agents ?? []).filter((agent) => agent.is_active).map(({ id, name }) => ({ value: id, label: name }))} chosen={members} onChoose={setMembers} />}
        {members && item.id > 0 && (
          <Field name="others" label={t("teams.others")} help={t("teams.others_help")}>
            {({ id }) => <Select id={id} label={t("teams.others")} value={others} choices={OTHERS.map((value) => ({ value, label: t(`teams.others_${value}`) }))} onChoose={(value) => setOthers(value as "stub")} />}
          </Field>
        )}
        <footer class="dialog-foot">
          {item.id > 0 && <Removal kind={members ? "teams" : "skills"} item={item} onDone={onClose} />}
          <button type="submit" class="button primary" disabled={saving.isBusy || name.trim() === ""}>{t("action.save")}</button>
        </footer>
      </form>
    </Dialog>
  );
}
