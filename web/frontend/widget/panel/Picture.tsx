/** A picture in a message: its place is kept from the start, its bytes come when it comes near. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Attachment } from "../state/protocol";
import { fileAddress } from "../store/files";
import { t } from "../words/words";
import { viewed } from "../store/uploads";

const mostPx = 240;

export function Picture({ file }: { file: Attachment }) {
  const frame = useRef<HTMLButtonElement>(null);
  const address = useSignal<string | null>(null);
  const hasFailed = useSignal(false);
  const label = t.value("open_image", { name: file.filename });

  function load() {
    hasFailed.value = false;
    fileAddress(file.id, "?small=1").then((url) => (address.value = url), () => (hasFailed.value = true));
  }

  useEffect(() => {
    if (!frame.current) return;
    const watch = new IntersectionObserver(([seen]) => {
      if (!seen?.isIntersecting) return;
      watch.disconnect();
      load();
    }, { rootMargin: "300px" });
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, [file.id]);

  return (
    <button type="button" class="picture" ref={frame} style={sizeOf(file)} aria-label={label} onClick={hasFailed.value ? load : () => (viewed.value = file)}>
      {address.value && <img src={address.value} alt="" />}
      {hasFailed.value && <span>{t.value("no_file")}</span>}
    </button>
  );
}

function sizeOf({ width, height }: Attachment): { width: string; aspectRatio: string } {
  const [wide, high] = width && height ? [width, height] : [4, 3];
  const px = Math.min(mostPx, width ?? mostPx, (mostPx * wide) / high);
  return { width: `${Math.max(72, Math.round(px))}px`, aspectRatio: `${wide} / ${high}` };
}
