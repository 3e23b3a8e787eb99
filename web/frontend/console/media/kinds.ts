/** How a file is shown: as a picture, by a player, or by its name alone. Pure. */
import type { Attachment } from "../store/types";

export type Look = "picture" | "voice" | "audio" | "video" | "video_note" | "sticker" | "file";

const MIN_SIDE_PX = 24;

export function lookOf(file: Attachment): Look {
  if (file.state !== "stored") return "file";
  if (file.kind === "sticker") return file.preview_url ? "sticker" : file.media_type === "video/webm" ? "sticker" : "file";
  if (file.preview_url) return isWorthSeeing(file) ? "picture" : "file";
  if (file.kind === "voice" && file.media_type.startsWith("audio/")) return "voice";
  if (file.media_type.startsWith("audio/")) return "audio";
  if (!file.media_type.startsWith("video/")) return "file";
  return file.kind === "video_note" ? "video_note" : "video";
}

/** A counting pixel or a bullet is no picture. */
function isWorthSeeing({ width, height }: Attachment): boolean {
  return (width ?? MIN_SIDE_PX) >= MIN_SIDE_PX && (height ?? MIN_SIDE_PX) >= MIN_SIDE_PX;
}

/** "1:05", "1:02:09" */
export function playingTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours, ...rest] = parts;
  return (hours ? parts : rest).map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
