/** One's own picture: cut to a small square here, painted anew by the desk, shown to colleagues and visitors. */
import { useRef, useState } from "preact/hooks";
import { api } from "../api";
import { Avatar } from "../parts/avatar";
import { me } from "../session";
import type { Agent } from "../store/types";
import { t } from "../text";
import { tell, toast } from "../toasts";

const SIDE = 128;

export default function Picture({ onChange }: { onChange: (picture: string | null) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const agent = me.value!.agent;
  const run = (work: () => Promise<string | null>): void => {
    setBusy(true);
    work().then(onChange, tell).finally(() => setBusy(false));
  };
  const show = async (file: File): Promise<string | null> => {
    const png = await cut(file);
    if (!png) return toast(t("picture.unreadable")), agent.picture ?? null;
    return (await api<Agent>("PUT", "/api/me/picture", { png })).picture ?? null;
  };
  const remove = async (): Promise<null> => (await api("DELETE", "/api/me/picture"), null);
  return (
    <section class="card profile-picture" aria-label={t("picture.title")}>
      <Avatar name={agent.name} id={agent.id} picture={agent.picture} size={64} />
      <div>
        <p class="muted small-text">{t("picture.help")}</p>
        <input ref={chooser} type="file" accept="image/*" hidden onChange={({ currentTarget }) => { const [file] = currentTarget.files ?? []; currentTarget.value = ""; if (file) run(() => show(file)); }} />
        <button type="button" class="button" disabled={isBusy} onClick={() => chooser.current?.click()}>{t(agent.picture ? "picture.change" : "picture.choose")}</button>{" "}
        {agent.picture && <button type="button" class="button" disabled={isBusy} onClick={() => run(remove)}>{t("picture.remove")}</button>}
      </div>
    </section>
  );
}

/** The middle square of a picture as a small PNG in base64; null where the file is none. */
async function cut(file: File): Promise<string | null> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  const brush = picture && Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE }).getContext("2d");
  if (!picture || !brush) return null;
  const side = Math.min(picture.width, picture.height);
  brush.imageSmoothingQuality = "high";
  brush.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  picture.close();
  return brush.canvas.toDataURL("image/png").split(",")[1] ?? null;
}
