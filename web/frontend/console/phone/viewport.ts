/** The page is as high as what the on-screen keyboard leaves: the box to write in stays above it. */

export function startViewport(): void {
  const seen = window.visualViewport;
  if (!seen) return;
  const fit = (): void => {
    // while somebody zooms in, less is seen but nothing covers the page
    if (seen.scale > 1.01) return;
    document.documentElement.style.setProperty("--page-height", `${Math.round(seen.height)}px`);
  };
  seen.addEventListener("resize", fit);
  fit();
}
