/** Which organisation a customer belongs to: found by the beginning of its name, or made. */
import { useEffect, useState } from "preact/hooks";
import { api } from "../api";
import { t } from "../text";
import { tell } from "../toasts";

interface Named { readonly id: number; readonly name: string }

export function OrganisationChoice({ id = "customer-organisation", label, current, onChoose }: { id?: string; label?: string; current: Named | null; onChoose: (id: number | null) => void }) {
  const [text, setText] = useState(current?.name ?? "");
  const [found, setFound] = useState<readonly Named[]>([]);
  useEffect(() => setText(current?.name ?? ""), [current?.id]);
  useEffect(() => {
    const control = new AbortController();
    const timer = setTimeout(() => {
      if (text.trim() !== "" && text !== current?.name) void api<{ organisations: Named[] }>("GET", `/api/organisations?q=${encodeURIComponent(text.trim())}&limit=10`, undefined, control.signal).then(({ organisations }) => setFound(organisations), () => undefined);
    }, 150);
    return () => (clearTimeout(timer), control.abort());
  }, [text]);
  const commit = (): void => {
    const name = text.trim();
    if (name === (current?.name ?? "")) return;
    if (name === "") return onChoose(null);
    const same = found.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (same) return onChoose(same.id);
    void api<Named>("POST", "/api/organisations", { name }).then(({ id }) => onChoose(id), tell);
  };
  return (
    <>
      <input id={id} aria-label={label} class="input" dir="auto" list="organisations-found" maxLength={200} value={text} onInput={(event) => setText(event.currentTarget.value)} onBlur={commit} onKeyDown={(event) => event.key === "Enter" && (event.preventDefault(), commit())} placeholder={label ?? t("customer.no_organisation")} />
      <datalist id="organisations-found">{found.map(({ id, name }) => <option key={id} value={name} />)}</datalist>
    </>
  );
}
