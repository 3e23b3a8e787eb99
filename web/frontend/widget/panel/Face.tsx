/** Who is there: their picture, or their initials on a colour of their own. */

export function Face({ name, picture }: { name: string; picture?: string | undefined }) {
  if (picture) return <img class="face" src={`/pictures/${picture}`} alt="" />;
  const words = name.trim().split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "").join("");
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 360, 7);
  return <span class="face" aria-hidden="true" style={{ "--hue": hue }}>{initials.toLocaleUpperCase()}</span>;
}
