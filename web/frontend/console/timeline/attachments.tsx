/** Files of a message: pictures side by side, what plays in its player, the rest as names to save. */
import { lazyPart } from "../lazy_part";
import { lookOf } from "../media/kinds";
import { openPicture } from "../media/lightbox_open";
import { Icon } from "../parts/icon";
import type { Attachment } from "../store/types";
import { known, size, t } from "../text";

const MAX_WIDTH_PX = 280;
const MAX_HEIGHT_PX = 220;
const Player = lazyPart<{ file: Attachment }>(() => import("../media/player"), "media");
const Absent = lazyPart<{ file: Attachment }>(() => import("../media/absent"), "media");

export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null;
  const pictures = attachments.filter((file) => lookOf(file) === "picture");
  const others = attachments.filter((file) => lookOf(file) !== "picture");
  return (
    <>
      {pictures.length > 0 && (
        <ul class={`files ${pictures.length > 1 ? "album" : ""}`} aria-label={t("file.list")}>
          {pictures.map((file, at) => <li key={file.id}><Picture pictures={pictures} at={at} /></li>)}
        </ul>
      )}
      {others.length > 0 && (
        <ul class="files" aria-label={t("file.list")}>
          {others.map((file) => <li key={file.id}><Other file={file} /></li>)}
        </ul>
      )}
    </>
  );
}

function Picture({ pictures, at }: { pictures: readonly Attachment[]; at: number }) {
  const file = pictures[at]!;
  const { width, height } = fit(file);
  return (
    <a class="picture" href={file.preview_url!} target="_blank" rel="noopener" title={`${file.filename}, ${size(file.size)}`} onClick={(event) => openPicture(event, { pictures, at })}>
      <img class={file.width && file.height ? undefined : "unmeasured"} src={file.small_url ?? file.preview_url!} alt={file.filename} width={width} height={height} loading="lazy" decoding="async" />
    </a>
  );
}

function Other({ file }: { file: Attachment }) {
  const look = lookOf(file);
  if (look === "sticker" && file.preview_url) return <img class="sticker-picture" src={file.preview_url} alt={known("media.kind_", "sticker") ?? file.filename} width={160} height={160} loading="lazy" decoding="async" />;
  if (look !== "file") return <Player file={file} instead={<FileLink file={file} />} />;
  return file.state === "stored" ? <FileLink file={file} /> : <Absent file={file} instead={<span class="file">{file.filename}</span>} />;
}

function FileLink({ file }: { file: Attachment }) {
  return (
    <a class="file" href={file.url} download={file.filename}>
      <Icon name="file" size={18} />
      <span class="file-name">{file.filename}</span>
      <span class="file-size">{size(file.size)}</span>
      <Icon name="down" size={16} label={t("file.download")} />
    </a>
  );
}

/** A picture in the text of a mail is seen there. */
export function isInView({ inline, preview_url }: Attachment): boolean {
  return inline && preview_url !== null;
}

function fit({ width, height }: Attachment): { width: number; height: number } {
  if (!width || !height) return { width: MAX_WIDTH_PX, height: 160 };
  const scale = Math.min(1, MAX_WIDTH_PX / width, MAX_HEIGHT_PX / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
