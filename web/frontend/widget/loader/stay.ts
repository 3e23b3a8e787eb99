/** Stays on the page when a single-page application replaces it: we live beside the body, not in it. */

const mostReturns = 50;

/** Put the element in place and back again whenever it is taken away. Returns a function that ends this. */
export function stay(element: HTMLElement): () => void {
  let returns = 0;

  function attach() {
    const root = document.documentElement;
    if (!root || (element.parentNode === root && returns)) return;
    if (returns++ > mostReturns) return observer.disconnect(); // the page means it
    root.appendChild(element);
    observer.disconnect();
    observer.observe(document, { childList: true });
    observer.observe(root, { childList: true });
  }

  const observer = new MutationObserver(attach);
  attach();
  return () => {
    observer.disconnect();
    element.remove();
  };
}
