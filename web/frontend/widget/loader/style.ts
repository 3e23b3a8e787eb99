/** The look of launcher and frame box, adopted by the shadow root so that no page policy stands in the way. */

export const fullScreen = "(max-width:480px),(max-height:440px)";

const css = `
:host{all:initial}
section{pointer-events:auto;visibility:visible;position:fixed;z-index:2147483000;bottom:var(--y);right:var(--x);font:15px/1.4 system-ui,sans-serif}
.left{right:auto;left:var(--x)}
.b{display:flex;gap:8px;align-items:center;position:relative;min-width:60px;height:60px;padding:14px;border:2px solid #fff;border-radius:50px;font:inherit;background:var(--a);color:var(--o);box-shadow:0 2px 12px #0005;cursor:pointer}
.b:hover{filter:brightness(1.1)}
:focus-visible{outline:3px solid #fff;box-shadow:0 0 0 6px #1a1f26}
i{width:28px;height:28px;background:currentColor;forced-color-adjust:none}
.n{position:absolute;top:-6px;right:-6px;min-width:12px;padding:0 5px;border:2px solid #fff;border-radius:50px;background:#b3261e;color:#fff;font-size:12px}
span:empty,[hidden]{display:none!important}
.x{position:absolute;bottom:76px;right:0;width:min(384px,100vw - 40px);height:min(640px,100vh - 116px);overflow:hidden;border-radius:16px;outline:1px solid #0000;background:#fff;color:#1a1f26;box-shadow:0 2px 32px #0005;animation:i .14s}
.peek .x{height:var(--p);max-width:320px}
.left .x{right:auto;left:0}
.dark .x{background:#14171c;color:#e8eaed}
iframe,.f{position:absolute;width:100%;height:100%;border:0}
.f{display:grid;place-content:center;background:inherit}
@keyframes i{0%{opacity:0}}
@media ${fullScreen}{.open .x{position:fixed;left:0;top:var(--t,0);width:100%;height:var(--h,100%);border-radius:0}.open .b{visibility:hidden}}
@media print{section{display:none}}`;

export function adopt(shadow: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
}
