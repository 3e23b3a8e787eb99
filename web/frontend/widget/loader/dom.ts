/** Making elements without any HTML text, so that a page's Trusted Types policy has nothing to object to; and without trust in what a page has done to names. */

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, parent: Node): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  parent.appendChild(element);
  return element;
}

/** A property of the document itself: an element of the page may have taken its name. */
export function ofDocument<K extends "currentScript" | "title" | "referrer" | "body" | "documentElement">(name: K, value?: Document[K]): Document[K] {
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, name)!;
  if (value !== undefined) set!.call(document, value);
  return get!.call(document) as Document[K];
}

/** Options the browser reads by name: theirs only, since a page may have given every object a "signal" or a "mode". */
export function plain<T extends object>(options: T): T {
  return Object.assign(Object.create(null), options) as T;
}

export function setAll(element: Element, attributes: Readonly<Record<string, string | boolean>>): void {
  // its own only: a page may have given every object names that hide or move what we draw
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] as string);
}
