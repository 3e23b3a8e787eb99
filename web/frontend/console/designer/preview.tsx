/** The real panel with the design at hand, in a frame without network, storage or an origin of its own. */
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../text";

export function Preview({ config, language }: { config: unknown; language: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [isReady, setReady] = useState(false);
  const [theme, setTheme] = useState<"light" | "dark">("light");
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent<{ ready?: number }>): void => {
      if (source === frame.current?.contentWindow && data.ready) setReady(true);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);
  useEffect(() => {
    // Nothing in it is secret, and a frame without an origin can be addressed no other way.
    if (isReady && config) frame.current?.contentWindow?.postMessage({ picture: { config, theme, locale: language } }, "*");
  }, [isReady, config, theme, language]);
  return (
    <section class="designer-preview" aria-label={t("widget.preview")}>
      <header class="designer-preview-head">
        <h3 class="settings-subtitle">{t("widget.preview")}</h3>
        <span role="group" class="designer-themes">
          {(["light", "dark"] as const).map((one) => (
            <button key={one} type="button" class="button small" aria-pressed={theme === one} onClick={() => setTheme(one)}>{t(`widget.preview_${one}`)}</button>
          ))}
        </span>
      </header>
      <iframe ref={frame} class="designer-frame" title={t("widget.preview_frame")} src="/widget-preview" sandbox="allow-scripts" tabIndex={-1} />
    </section>
  );
}
