/** Making elements without any HTML text, so that a page's Trusted Types policy has nothing to object to. */

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, parent: Node): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  parent.appendChild(element);
  return element;
}

export function setAll(element: Element, attributes: Readonly<Record<string, string | boolean>>): void {
  // its own only: a page may have given every object names that hide or move what we draw
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] as string);
}

/** Return the path of a new drawing of 24 units square. */
export function drawing(parent: Node): Element {
  const [svg, path] = ["svg", "path"].map((tag) => parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", tag))) as Element[];
  setAll(svg!, { viewBox: "0 0 24 24", "aria-hidden": true });
  return svg!.appendChild(path!);
}
