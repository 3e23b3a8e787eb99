/** Lines under a title: what, in how far, and whether that is well. */
import type { ComponentChildren } from "preact";
import { Icon } from "../parts/icon";

export function Block({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3 class="settings-subtitle">{title}</h3>
      <ul class="card lines">{children}</ul>
    </section>
  );
}

export function Row({ name, detail, value, isGood = null }: { name: string; detail: string; value: string; isGood?: boolean | null }) {
  return (
    <li class="line">
      <span class="line-main">
        <strong dir="auto">{name}</strong>
        {detail && <span class="muted small-text" dir="auto">{detail}</span>}
      </span>
      <span class={`system-value${isGood === null ? "" : isGood ? " is-good" : " is-bad"}`}>
        {isGood !== null && <Icon name={isGood ? "check" : "alert"} size={14} />} {value}
      </span>
    </li>
  );
}
