/** Places beside a page: there may be more of them than have room, one below the other or side by side. */
import { useEffect } from "preact/hooks";

/** Keep the place at hand in sight; `place` is what it is now. */
export function useCurrentInSight(place: unknown): void {
  useEffect(() => void requestAnimationFrame(() => document.querySelector(".settings-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" })), [place]);
}
