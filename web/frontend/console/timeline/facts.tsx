/** Facts of the timeline as one line each; more than three fold. */
import { useEffect, useState } from "preact/hooks";
import type { Entry } from "../store/types";
import { loadWords, t, when } from "../text";
import { entryText } from "./entry_text";

const SHOWN = 3;
const OF_OTHERS = /^ticket\.(merged|joined|unmerged|parted|split|linked|unlinked)$/;

export function Facts({ entries }: { entries: readonly Entry[] }) {
  const [isOpen, setOpen] = useState(false);
  const shown = isOpen || entries.length <= SHOWN + 1 ? entries : entries.slice(-SHOWN);
  const hasOthers = entries.some(({ kind }) => OF_OTHERS.test(kind));
  useEffect(() => void (hasOthers && loadWords("merging").catch(() => undefined)), [hasOthers]);
  const hidden = entries.length - shown.length;
  return (
    <ul class="facts">
      {hidden > 0 && (
        <li>
          <button type="button" class="link-button" onClick={() => setOpen(true)}>{t("timeline.more_facts", { count: hidden })}</button>
        </li>
      )}
      {shown.map((entry) => (
        <li key={entry.id}>
          <span>{entryText(entry)}</span> <time dateTime={entry.at} title={when.full(entry.at)}>{when.clock(entry.at)}</time>
        </li>
      ))}
    </ul>
  );
}
