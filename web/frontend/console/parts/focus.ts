/** Ref callback: take the focus when the element comes onto the page. */
export function focusOnce(element: HTMLElement | null): void {
  if (element && document.activeElement !== element) element.focus();
}
