/** Buttons beside the marks: templates and emoji, for those who do not know the keys. */
import { useState } from "preact/hooks";
import { lazyPart } from "../lazy_part";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import { route } from "../route";
import { t } from "../text";
import { EMOJI, findEmoji } from "./emoji";
import { insert } from "./insert";
import "./look";

const NewPromise = lazyPart<{ ticketId: number; onClose: () => void }>(() => import("./promise_dialog").then(({ PromiseDialog }) => ({ default: PromiseDialog })), "forms");

interface Props { area: { current: HTMLTextAreaElement | null }; isPreview: boolean; of?: "ticket" | "letter" | "first" | undefined }

export default function WritingTools({ area, isPreview, of }: Props) {
  const [isNoting, setNoting] = useState(false);
  const ticketId = route.value.ticket;
  if (isPreview) return null;
  const ask = (): void => {
    const element = area.current;
    if (!element) return;
    const before = element.value[element.selectionStart - 1];
    insert(element, before === undefined || /\s/.test(before) ? "/" : " /");
  };
  return (
    <>
      {of !== "letter" && (
        <button type="button" class="icon-button" aria-label={t("writing.insert")} title={`${t("writing.insert")} (/)`} onClick={ask}>
          <Icon name="note" size={16} />
        </button>
      )}
      {of === "ticket" && (
        <button type="button" class="icon-button" aria-label={t("promise.new")} title={t("promise.new")} onClick={() => setNoting(true)}>
          <Icon name="hand" size={16} />
        </button>
      )}
      {isNoting && ticketId !== null && <NewPromise ticketId={ticketId} onClose={() => setNoting(false)} />}
      <Popover label={t("writing.emoji")} button={<span aria-hidden="true">☺</span>} buttonClass="icon-button" side="above">
        {(close) => <Picker onPick={(sign) => (close(), area.current && insert(area.current, sign))} />}
      </Popover>
    </>
  );
}

function Picker({ onPick }: { onPick: (sign: string) => void }) {
  const [query, setQuery] = useState("");
  const found = query.trim() ? findEmoji(query.trim(), 64) : EMOJI;
  return (
    <>
      <input ref={focusEmpty} class="input" type="search" aria-label={t("writing.find_emoji")} placeholder={t("writing.find_emoji")} value={query} onInput={(event) => setQuery(event.currentTarget.value)} onKeyDown={(event) => event.key === "Enter" && found[0] && (event.preventDefault(), onPick(found[0].sign))} />
      <div class="emoji-grid" role="group" aria-label={t("writing.emoji")}>
        {found.map(({ sign, words }) => (
          <button key={sign} type="button" aria-label={words[0]!.replaceAll("_", " ")} title={words[0]!.replaceAll("_", " ")} onClick={() => onPick(sign)}>{sign}</button>
        ))}
      </div>
      {found.length === 0 && <p class="muted small-text">{t("writing.no_emoji")}</p>}
    </>
  );
}

function focusEmpty(element: HTMLInputElement | null): void {
  if (element?.value === "") element.focus();
}
