/** Ref callback: take the focus when the element comes onto the page. */
export function focusOnce(element: HTMLElement | null): void {
  if (element && document.activeElement !== element) element.focus();
}

/** Give the focus back to what had it, or to the same link where that was drawn anew; nobody is interrupted who went on. */
export function focusAgain(element: Element | null): void {
  if (!element || (document.activeElement && document.activeElement !== document.body)) return;
  const same = element.isConnected ? element : element instanceof HTMLAnchorElement ? [...document.links].find((link) => link.href === element.href) : null;
  if (same instanceof HTMLElement) same.focus({ preventScroll: true });
}

/** Draw something in the place of something else without losing who works there by keyboard. */
export function keepFocus(draw: () => void): void {
  const focused = document.activeElement;
  draw();
  setTimeout(() => focusAgain(focused));
}
