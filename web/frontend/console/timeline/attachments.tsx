/** Files of a message: pictures as previews, the rest as names to download. */
import { Icon } from "../parts/icon";
import type { Attachment } from "../store/types";
import { size, t } from "../text";

const MAX_WIDTH_PX = 280;
const MAX_HEIGHT_PX = 220;

export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  if (attachments.length === 0) return null;
  return (
    <ul class="files" aria-label={t("file.list")}>
      {attachments.map((file) => (
        <li key={file.id}>{file.preview_url && isWorthSeeing(file) ? <Picture file={file} url={file.preview_url} /> : <FileLink file={file} />}</li>
      ))}
    </ul>
  );
}

function Picture({ file, url }: { file: Attachment; url: string }) {
  const { width, height } = fit(file);
  return (
    <a class="picture" href={`${file.url}?inline=1`} target="_blank" rel="noopener" title={`${file.filename}, ${size(file.size)}`}>
      <img src={url} alt={file.filename} width={width} height={height} loading="lazy" decoding="async" />
    </a>
  );
}

function FileLink({ file }: { file: Attachment }) {
  return (
    <a class="file" href={file.url} download={file.filename}>
      <Icon name="file" size={18} />
      <span class="file-name">{file.filename}</span>
      <span class="file-size">{file.state === "retrying" ? t("file.retrying") : size(file.size)}</span>
      <Icon name="down" size={16} label={t("file.download")} />
    </a>
  );
}

/** A picture in the text of a mail is seen there. */
export function isInView({ inline, preview_url }: Attachment): boolean {
  return inline && preview_url !== null;
}

/** A counting pixel or a bullet is no picture. */
function isWorthSeeing({ width, height }: Attachment): boolean {
  return (width ?? MAX_WIDTH_PX) >= 24 && (height ?? MAX_HEIGHT_PX) >= 24;
}

function fit({ width, height }: Attachment): { width: number; height: number } {
  if (!width || !height) return { width: MAX_WIDTH_PX, height: 160 };
  const scale = Math.min(1, MAX_WIDTH_PX / width, MAX_HEIGHT_PX / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
