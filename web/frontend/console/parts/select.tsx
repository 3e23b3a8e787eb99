/** A native select that looks like the rest: keyboard, screen readers and phones know it already. */
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";
import { memo } from "./memo";

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly group?: string;
  readonly disabled?: boolean;
}
interface Props {
  label: string;
  value: string;
  choices: readonly Choice[];
  onChoose: (value: string) => void;
  id?: string | undefined;
  disabled?: boolean;
  icon?: ComponentChildren;
  tone?: string | undefined;
}

export function Select({ label, value, choices, onChoose, id, disabled = false, icon, tone }: Props) {
  return (
    <span class={`select ${tone ? `tone-${tone}` : ""}`}>
      {icon}
      <select id={id} aria-label={label} title={label} value={value} disabled={disabled} onChange={(event) => onChoose(event.currentTarget.value)}>
        <Options choices={choices} />
      </select>
      <Icon name="chevron_down" size={14} />
    </span>
  );
}

/** Compared as a whole: the same choices are not looked at one by one. */
const Options = memo(function Options({ choices }: { choices: readonly Choice[] }) {
  const groups = [...new Set(choices.map((choice) => choice.group))];
  return (
    <>
      {groups.map((group) => {
        const options = choices.filter((choice) => choice.group === group).map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled ?? false}>
            {choice.label}
          </option>
        ));
        return group === undefined ? options : <optgroup key={group} label={group}>{options}</optgroup>;
      })}
    </>
  );
});
