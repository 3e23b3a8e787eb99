/** Which channel this frame belongs to, and its storage. */

import { openBox } from "./box";

export const root = document.getElementById("panel") as HTMLElement;
export const channel = root.dataset["channel"] ?? "";
export const box = openBox(channel);
