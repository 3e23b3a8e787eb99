/** How well words can be read on a colour (WCAG 2.2, contrast ratio). The desk computes the same, see helpdesk/widget/colors.py. */

export interface Readable {
  readonly ink: "white" | "black";
  readonly ratio: number;
}

/** hex: #rrggbb */
export function readableOn(hex: string): Readable {
  const light = luminance(hex);
  const white = 1.05 / (light + 0.05);
  const black = (light + 0.05) / 0.05;
  return white >= black ? { ink: "white", ratio: white } : { ink: "black", ratio: black };
}

function luminance(hex: string): number {
  const linear = (at: number): number => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5);
}
