/** Mailboxes as chips: typed, pasted, removed with the keyboard or the mouse; our own addresses are refused. */
import { useRef, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import type { Mailbox } from "../store/types";
import { t } from "../text";
import { fullName, joined, readAddresses, shortName } from "./addresses";
import { isOwn } from "./recipients";

interface Props {
  id: string;
  label: string;
  people: readonly Mailbox[];
  onChange: (people: Mailbox[]) => void;
}

export function Chips({ id, label, people, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState("");
  const take = (): boolean => {
    const { found, rest } = readAddresses(text);
    const welcome = found.filter(([, address]) => !isOwn(address));
    if (welcome.length > 0) onChange(joined(people, welcome));
    const own = found.filter(([, address]) => isOwn(address)).map(fullName);
    setText([rest, ...own].filter(Boolean).join(", "));
    setProblem(own.length > 0 ? t("mail.own_address") : rest ? t("field.not_an_address") : "");
    return rest === "" && own.length === 0;
  };
  const remove = (at: number): void => {
    onChange(people.filter((_, other) => other !== at));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Backspace" && text === "" && people.length > 0) remove(people.length - 1);
    if (text.trim() === "" || event.isComposing || (event.key !== "Enter" && event.key !== "," && event.key !== ";")) return;
    event.preventDefault();
    take();
  };
  return (
    <div class="recipient-row">
      <label for={id}>{label}</label>
      <div class="chips">
        {people.map((mailbox, at) => (
          <span key={mailbox[1]} class="mailbox" title={fullName(mailbox)}>
            <bdi>{shortName(mailbox)}</bdi>
            <button type="button" aria-label={t("mail.remove", { name: fullName(mailbox) })} onClick={() => remove(at)}><Icon name="x" size={12} /></button>
          </span>
        ))}
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="email"
          autocomplete="off"
          spellcheck={false}
          value={text}
          aria-invalid={problem !== ""}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onInput={(event) => (setText(event.currentTarget.value), setProblem(""))}
          onKeyDown={onKeyDown}
          onBlur={take}
        />
      </div>
      {problem && <p id={`${id}-problem`} class="field-problem" role="alert"><Icon name="alert" size={14} /> {problem}</p>}
    </div>
  );
}
