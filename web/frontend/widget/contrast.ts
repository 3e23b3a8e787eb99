/** Which of black and white can be read on a colour: the better one has 4.5:1 or more. */

/** hex: #rrggbb */
export function readableOn(hex: string): "#000" | "#fff" {
  const light = [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => sum + share * (parseInt(hex.substr(1 + 2 * i, 2), 16) / 255) ** 2.2, 0);
  return light > 0.18 ? "#000" : "#fff"; // where both have the same contrast (WCAG 2, relative luminance)
}
