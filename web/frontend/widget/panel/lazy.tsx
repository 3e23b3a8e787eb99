/** Screens that come when they are wanted, with their texts and looks. */

import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { announce } from "../store/announcer";
import { t } from "../words/words";

const againMs = 3_000;

/** Return a component that stands for one of another file. */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const found = signal<{ readonly View: ComponentType<P> } | null>(null);
  let isAsked = false;

  function ask() {
    isAsked = true;
    load().then((View) => (found.value = { View }), () => (announce(t.peek()("loading")), setTimeout(ask, againMs)));
  }

  return (props: P) => {
    if (!isAsked) ask();
    const View = found.value?.View;
    return View ? <View {...props} /> : null;
  };
}
