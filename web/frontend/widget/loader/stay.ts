/** Stays on the page when a single-page application replaces it: we live beside the body, not in it. */

import { ofDocument, plain } from "./dom";

const mostReturns = 50;
const children = plain({ childList: true });

/** Put the element in place and back again whenever it is taken away. Returns a function that ends this. */
export function stay(element: HTMLElement): () => void {
  let returns = 0;

  function attach() {
    const root = ofDocument("documentElement") as Element | null;
    if (!root || (element.parentNode === root && returns)) return;
    if (returns++ > mostReturns) return observer.disconnect(); // the page means it
    root.appendChild(element);
    observer.disconnect();
    observer.observe(document, children);
    observer.observe(root, children);
  }

  const observer = new MutationObserver(attach);
  attach();
  return () => {
    observer.disconnect();
    element.remove();
  };
}
