/** Fields of a team's rules: a choice, a number that may be left out, numbers by kind of channel. */
import { Select } from "../parts/select";
import { known } from "../text";
import { Field, TextField } from "./form";
import { KINDS, type Kind, type Set, type TeamRules } from "./routing_types";

export interface Parts {
  rules: TeamRules;
  set: Set;
  problems: Readonly<Record<string, string>>;
}

interface ChoiceProps<T extends string> {
  name: string;
  label: string;
  help?: string | undefined;
  problem?: string | undefined;
  value: T;
  choices: readonly { value: T; label: string }[];
  onChoose: (value: T) => void;
}

export function Choose<T extends string>({ name, label, help, problem, value, choices, onChoose }: ChoiceProps<T>) {
  return (
    <Field name={name} label={label} help={help} problem={problem}>
      {({ id }) => <Select id={id} label={label} value={value} choices={choices} onChoose={(chosen) => onChoose(chosen as T)} />}
    </Field>
  );
}

interface NumberProps {
  name: string;
  label: string;
  help?: string;
  problem?: string | undefined;
  value: number;
  max: number;
  onNumber: (value: number) => void;
}

export function Whole({ name, label, help, problem, value, max, onNumber }: NumberProps) {
  return <TextField name={name} type="number" min={0} max={max} label={label} {...(help && { help })} value={String(value)} onText={(text) => onNumber(Math.trunc(Number(text)))} problem={problem} required />;
}

interface MaybeProps extends Omit<NumberProps, "value" | "onNumber"> {
  value: number | null | undefined;
  min?: number;
  onNumber: (value: number | null) => void;
}

/** Empty means that there is none. */
export function Maybe({ name, label, help, problem, value, min = 0, max, onNumber }: MaybeProps) {
  return <TextField name={name} type="number" min={min} max={max} label={label} {...(help && { help })} value={value == null ? "" : String(value)} onText={(text) => onNumber(text.trim() === "" ? null : Math.trunc(Number(text)))} problem={problem} />;
}

interface ByKindProps {
  name: string;
  values: Partial<Record<Kind, number>>;
  min: number;
  max: number;
  problem: string | undefined;
  onChange: (values: Partial<Record<Kind, number>>) => void;
}

export function ByKind({ name, values, min, max, problem, onChange }: ByKindProps) {
  const put = (kind: Kind, value: number | null): void => {
    const { [kind]: _, ...others } = values;
    onChange(value === null ? others : { ...others, [kind]: value });
  };
  return (
    <>
      {KINDS.map((kind) => (
        <Maybe key={kind} name={`${name}-${kind}`} label={known("channel.", kind) ?? kind} min={min} max={max} value={values[kind]} problem={problem} onNumber={(value) => put(kind, value)} />
      ))}
    </>
  );
}
