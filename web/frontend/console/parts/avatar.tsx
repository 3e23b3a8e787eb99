/** A person as their picture, or as two letters on a colour that stays the same for them. */

const HUES = 8;

export function Avatar({ name, id, size = 32, online, picture }: { name: string; id: number | null; size?: number; online?: boolean | undefined; picture?: string | null | undefined }) {
  return (
    <span class={`avatar avatar-${(id ?? 0) % HUES}`} style={{ width: `${size}px`, height: `${size}px`, fontSize: `${Math.round(size * 0.4)}px` }} aria-hidden="true">
      {picture ? <img class="avatar photo" src={`/pictures/${picture}`} alt="" width={size} height={size} /> : initials(name)}
      {online !== undefined && <span class={online ? "dot dot-on" : "dot"} />}
    </span>
  );
}

export function initials(name: string): string {
  const words = name.trim().split(/[\s._-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!] : [words[0] ?? "?"];
  return letters.map((word) => [...word][0]!.toUpperCase()).join("");
}
