/** Sounds and films of a message, played from our own storage. */
import { useRef, useState } from "preact/hooks";
import { Icon } from "../parts/icon";
import type { Attachment } from "../store/types";
import css from "../styles/media.css" with { type: "text" };
import { size, t } from "../text";
import { wear } from "../wear";
import { lookOf, playingTime } from "./kinds";
import { onlyOnePlays, usePlayback, type Playback } from "./playback";

wear(css);
onlyOnePlays();

export default function Player({ file }: { file: Attachment }) {
  const look = lookOf(file);
  if (look === "voice" || look === "video_note") return <Spoken file={file} isRound={look === "video_note"} />;
  if (look === "sticker") return <MovingSticker file={file} />;
  return <Native file={file} isFilm={look === "video"} />;
}

/** A voice or a round film: button, position, speed. */
function Spoken({ file, isRound }: { file: Attachment; isRound: boolean }) {
  const media = useRef<HTMLMediaElement>(null);
  const playback = usePlayback(media, file.duration_s ?? 0);
  const name = t(isRound ? "media.video_note" : "media.voice");
  if (playback.isBroken) return <Unplayable file={file} />;
  return (
    <div class={`player ${isRound ? "player-round" : ""}`} role="group" aria-label={name}>
      {isRound ? (
        <video ref={media as { current: HTMLVideoElement | null }} class="round" src={file.url} preload="metadata" playsInline onClick={playback.toggle} />
      ) : (
        <audio ref={media as { current: HTMLAudioElement | null }} src={file.url} preload="none" />
      )}
      <div class="player-line">
        <button type="button" class="player-button" aria-label={`${t(playback.isPlaying ? "media.pause" : "media.play")}: ${name}`} onClick={playback.toggle}>
          <Icon name={playback.isPlaying ? "pause" : "play"} size={18} />
        </button>
        <Position playback={playback} />
        <button type="button" class="player-speed" aria-label={t("media.speed", { speed: playback.speed })} title={t("media.speed", { speed: playback.speed })} onClick={playback.faster}>{playback.speed}×</button>
        <Save file={file} />
      </div>
    </div>
  );
}

function Position({ playback: { at, length, seek } }: { playback: Playback }) {
  const text = `${playingTime(at)} / ${playingTime(length)}`;
  return (
    <>
      <input class="player-range" type="range" min={0} max={Math.max(length, 1)} step={0.1} value={at} aria-label={t("media.position")} aria-valuetext={text} disabled={length === 0} onInput={(event) => seek(Number(event.currentTarget.value))} />
      <span class="player-time">{at > 0 ? text : playingTime(length)}</span>
    </>
  );
}

function Native({ file, isFilm }: { file: Attachment; isFilm: boolean }) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return <Unplayable file={file} />;
  const attributes = { src: file.url, controls: true, "aria-label": file.filename, onError: () => setBroken(true) };
  return (
    <figure class="played">
      {isFilm ? <video class="film" preload="metadata" playsInline width={file.width ?? 280} height={file.height ?? 158} {...attributes} /> : <audio class="sound" preload="none" {...attributes} />}
      <figcaption>
        <span class="file-name">{file.filename}</span> <Save file={file} />
      </figcaption>
    </figure>
  );
}

/** It moves when somebody wants it to. */
function MovingSticker({ file }: { file: Attachment }) {
  const media = useRef<HTMLVideoElement>(null);
  const play = (): void => void media.current?.play().catch(() => undefined);
  return (
    <button type="button" class="sticker-button" aria-label={t("media.moving_sticker")} onClick={play} onPointerEnter={play}>
      <video ref={media} class="sticker" src={file.url} muted loop playsInline preload="metadata" width={160} height={160} />
    </button>
  );
}

function Save({ file }: { file: Attachment }) {
  const label = t("media.save", { name: file.filename, size: size(file.size) });
  return (
    <a class="icon-button player-save" href={file.url} download={file.filename} aria-label={label} title={label}>
      <Icon name="down" size={16} />
    </a>
  );
}

function Unplayable({ file }: { file: Attachment }) {
  return (
    <p class="muted small-text unplayable">
      <Icon name="alert" size={14} /> {t("media.unplayable")} <a href={file.url} download={file.filename}>{file.filename}</a> ({size(file.size)})
    </p>
  );
}
