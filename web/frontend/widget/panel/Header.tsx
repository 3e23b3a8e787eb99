/** Who one is talking to, what to expect, and the ways out. */

import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { agentOf } from "../state/ticket";
import { machine } from "../store/desk";
import { closePanel } from "../store/host";
import { isOnline, promise } from "../store/promise";
import { config, worded } from "../store/settings";
import { screen, ticket, type Screen } from "../store/view";
import { t, type Key } from "../words/words";
import { Face } from "./Face";
import { Icon } from "./Icon";

const titles = { list: "requests", more: "options" } as const;

export function Header() {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef<Screen>("talk");
  const agent = screen.value === "talk" && ticket.value ? agentOf(ticket.value) : null;
  const title = screen.value !== "talk" ? t.value(titles[screen.value]) : agent?.name || worded(config.value?.texts?.title) || config.value?.name || t.value("title");

  useSignalEffect(() => {
    if (screen.value !== before.current) heading.current?.focus();
    before.current = screen.value;
  });

  return (
    <header class="header">
      {machine.value.history.size > 0 && screen.value === "talk" && <Way name="back" says="requests" onClick={() => (screen.value = "list")} />}
      {screen.value === "more" && <Way name="back" says="back" onClick={() => (screen.value = "talk")} />}
      {agent?.name && <Face {...agent} />}
      <div class="who">
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        <p class="promise" data-online={isOnline.value}>{promise.value}</p>
      </div>
      {screen.value !== "more" && <Way name="more" says="options" onClick={() => (screen.value = "more")} />}
      {window.parent !== window && <Way name="close" says="close" onClick={closePanel} />}
    </header>
  );
}

function Way({ name, says, onClick }: { name: "back" | "more" | "close"; says: Key; onClick: () => void }) {
  return (
    <button type="button" class="round" aria-label={t.value(says)} title={t.value(says)} onClick={onClick}>
      <Icon name={name} />
    </button>
  );
}
