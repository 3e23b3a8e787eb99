/** A small choice of emoji; phones and systems have their own for the rest. */

import { useEffect, useRef } from "preact/hooks";
import { t } from "../words/words";

const all = [..."😀😄😅😂🙂😉😊😍🤔😐😕😢😭😡🥳👍👎👏🙏👋🤝💪❤🎉🔥⭐✅❌❓📦🚚💳📷📄🔑⏰☕🌍"];

export function Emoji({ onPick, onClose }: { onPick: (text: string) => void; onClose: () => void }) {
  const grid = useRef<HTMLDivElement>(null);

  useEffect(() => {
    focusOn(0);
  }, []);

  function focusOn(index: number) {
    const buttons = grid.current?.querySelectorAll("button");
    buttons?.forEach((button, at) => (button.tabIndex = at === index ? 0 : -1));
    buttons?.[index]?.focus();
  }

  function key(event: KeyboardEvent) {
    const at = [...(grid.current?.children ?? [])].indexOf(document.activeElement!);
    const columns = getComputedStyle(grid.current!).gridTemplateColumns.split(" ").length;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + columns, ArrowUp: at - columns, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") {
      event.stopPropagation();
      return onClose();
    }
    if (to === undefined || to < 0 || to >= all.length) return;
    event.preventDefault();
    focusOn(to);
  }

  return (
    <div class="emoji" ref={grid} role="group" aria-label={t.value("emoji")} onKeyDown={key}>
      {all.map((one) => <button type="button" key={one} tabIndex={-1} onClick={() => onPick(one)}>{one}</button>)}
    </div>
  );
}
