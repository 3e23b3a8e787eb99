/** Tiles of the whole desk, and the same by team, channel and skill. */
import { channelIcon, Icon } from "../parts/icon";
import { teamOf, workspace } from "../session";
import { t, type Key } from "../text";
import { since } from "./spans";
import type { Figures, Group } from "./types";

const COUNTS = ["waiting", "unassigned", "soon", "late", "open"] as const;

export function Tiles({ figures, now }: { figures: Figures; now: number }) {
  return (
    <dl class="tiles">
      <Tile name="waiting" value={String(figures.waiting)} />
      <Tile name="oldest" value={since(figures.oldest, now)} />
      <Tile name="unassigned" value={String(figures.unassigned)} hint={t("board.unassigned_text")} />
      <Tile name="soon" value={String(figures.soon)} tone={figures.soon ? "soon" : ""} />
      <Tile name="late" value={String(figures.late)} tone={figures.late ? "late" : ""} />
      <Tile name="open" value={String(figures.open)} />
    </dl>
  );
}

function Tile({ name, value, tone = "", hint }: { name: string; value: string; tone?: string; hint?: string }) {
  return (
    <div class={`tile ${tone && `is-${tone}`}`} title={hint}>
      <dt>{tone && <Icon name={tone === "late" ? "alert" : "clock"} size={16} />} {t(`board.${name}` as Key)}</dt>
      <dd style={{ "--signs": value.length }}>{value}</dd>
    </div>
  );
}

export function Groups({ kind, groups, now }: { kind: "teams" | "channels" | "skills"; groups: readonly Group[]; now: number }) {
  if (groups.length === 0) return null;
  return (
    <div class="board-card" style={{ "--lines": groups.length }}>
      <div class="board-table" tabIndex={0} role="region" aria-label={t(`board.${kind}`)}>
        <table>
          <caption>{t(`board.${kind}`)}</caption>
          <thead>
            <tr>
              <td />
              {COUNTS.map((name) => <th key={name} scope="col" class="number">{t(`board.${name}`)}</th>)}
              <th scope="col" class="number">{t("board.oldest")}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.id ?? 0}>
                <th scope="row">{kind === "channels" && <Icon name={channelIcon(channel(group.id)?.kind ?? "")} size={16} />} {nameOf(kind, group.id)}</th>
                {COUNTS.map((name) => <td key={name} class={`number ${group[name] && (name === "soon" || name === "late") ? `is-${name}` : ""}`}>{group[name]}</td>)}
                <td class="number">{since(group.oldest, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function channel(id: number | null) {
  return workspace.value?.channels.find((one) => one.id === id);
}

function nameOf(kind: string, id: number | null): string {
  if (id === null) return t("board.no_team");
  if (kind === "teams") return teamOf(id)?.name ?? `#${id}`;
  if (kind === "channels") return channel(id)?.name ?? `#${id}`;
  return workspace.value?.skills.find((skill) => skill.id === id)?.name ?? `#${id}`;
}
