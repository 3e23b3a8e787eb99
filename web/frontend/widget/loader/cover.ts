/** On a phone the open chat covers the page: the page behind is out of reach, and the box ends where the keyboard begins. */

import { ofDocument } from "./dom";
import type { View } from "./launcher";
import { fullScreen } from "./style";

/** Return a function to call whenever the box has opened or closed. */
export function makeCover(box: HTMLElement, view: View, onChange: () => void): () => void {
  const small = matchMedia(fullScreen);
  const screen = window.visualViewport as VisualViewport;
  let covered: HTMLElement | undefined;

  function fit() {
    if (screen.scale === 1) box.style.cssText = `--h:${screen.height}px;--t:${screen.offsetTop}px`;
  }

  function apply() {
    view.isFull = small.matches;
    if (covered) covered.inert = false;
    covered = view.isOpen && view.isFull ? ofDocument("body") : undefined;
    if (covered) covered.inert = true;
    ofDocument("documentElement").style.overflow = covered ? "hidden" : "";
    onChange();
  }

  fit();
  small.onchange = apply;
  screen.onresize = screen.onscroll = fit;
  return apply;
}
