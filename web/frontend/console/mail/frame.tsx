/** A mail as it was made, in a frame without scripts, as high as it is; remote images only when asked for. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import { Skeleton } from "../parts/states";
import { preferences } from "../session";
import type { Message, Preferences } from "../store/types";
import { t } from "../text";

/** Scripts stay off, so reading the height through the same origin is safe; links open outside. */
const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
const MAX_HEIGHT_PX = 20_000;

type State = "loading" | "shown" | "failed";

export function MailFrame({ message, onFail }: { message: Message; onFail: () => void }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [withImages, setImages] = useState(false);
  const [state, setState] = useState<State>("loading");
  const { height, watch } = useHeight(frame);
  const theme = preferences.value.theme;
  useEffect(() => wear(frame.current, theme), [theme, state]);
  const onLoad = (): void => {
    // an error page of the desk may not be framed: then there is nothing to look at
    if (!watch()) return (setState("failed"), onFail());
    setState("shown");
  };
  return (
    <div class="mail-view">
      {message.mail?.has_remote_images && !withImages && (
        <p class="images-bar">
          <Icon name="eye" size={16} />
          <span>{t("mail.images_text")}</span>
          <button type="button" class="button small" onClick={() => (setState("loading"), setImages(true))}>{t("mail.images_show")}</button>
        </p>
      )}
      {state === "loading" && <Skeleton rows={3} kind="line" />}
      <iframe
        ref={frame}
        class={`mail-frame is-${state}`}
        title={t("mail.frame", { name: message.author.name || t(`author.${message.author.kind}`) })}
        sandbox={SANDBOX}
        loading="lazy"
        src={`/mail/${message.id}/view?images=${Number(withImages)}`}
        style={{ height: `${height}px` }}
        onLoad={onLoad}
      />
    </div>
  );
}

function useHeight(frame: { current: HTMLIFrameElement | null }): { height: number; watch: () => boolean } {
  const [height, setHeight] = useState(0);
  const observer = useRef<ResizeObserver | undefined>(undefined);
  useEffect(() => () => observer.current?.disconnect(), []);
  const watch = (): boolean => {
    observer.current?.disconnect();
    const root = contentOf(frame.current);
    if (!root) return false;
    const measure = (): void => {
      const needsBar = root.scrollWidth > root.clientWidth;
      setHeight(Math.min(MAX_HEIGHT_PX, Math.ceil(root.getBoundingClientRect().height) + (needsBar ? 18 : 0)));
    };
    observer.current = new ResizeObserver(measure);
    observer.current.observe(root);
    measure();
    return true;
  };
  return { height, watch };
}

/** A mail keeps no colours of its own: it has those of the console. */
function wear(frame: HTMLIFrameElement | null, theme: Preferences["theme"]): void {
  const root = contentOf(frame);
  if (!root) return;
  root.style.colorScheme = theme === "auto" ? "light dark" : theme;
  for (const element of [root, root.querySelector("body")]) element?.style.setProperty("background", "transparent");
}

/** The mail's own document; null where the browser shows an error in its place. */
function contentOf(frame: HTMLIFrameElement | null): HTMLElement | null {
  try {
    const page = frame?.contentDocument;
    return page && page.URL !== "about:blank" ? page.documentElement : null;
  } catch {
    return null;
  }
}
