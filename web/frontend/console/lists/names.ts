/** The desk's own views that load after the first screen. */
import type { IconName } from "../parts/icon";

export const MORE_VIEWS = ["breaching", "mentioned", "followed", "snoozed"] as const;
export const MORE_ICONS: Record<(typeof MORE_VIEWS)[number], IconName> = { breaching: "alert", mentioned: "note", followed: "eye", snoozed: "pause" };
