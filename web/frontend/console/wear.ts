/** Styles that load with the screens that need them: put on once, after those of the first page. */
const worn = new Set<string>();

/** Adopted, not linked: the page's policy and its loading order stand in no way. */
export function wear(css: string): void {
  if (worn.has(css)) return;
  worn.add(css);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
