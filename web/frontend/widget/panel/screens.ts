/** What is loaded later, all of it at once. */

import type { RefusalCode } from "../state/protocol";
import type { Said } from "../state/timeline";
import { lazy } from "./lazy";

export const rare = () => import("../rare");

export const After = lazy(() => rare().then(({ ready }) => ready("After")));
export const Emoji = lazy<{ onPick: (text: string) => void; onClose: () => void }>(() => rare().then(({ ready }) => ready("Emoji")));
export const Gate = lazy(() => rare().then(({ ready }) => ready("Gate")));
export const List = lazy(() => rare().then(({ ready }) => ready("List")));
export const More = lazy(() => rare().then(({ ready }) => ready("More")));
export const Refusal = lazy<{ row: Said; code: RefusalCode }>(() => rare().then(({ ready }) => ready("Refusal")));
export const Teaser = lazy(() => rare().then(({ ready }) => ready("Teaser")));
export const Tray = lazy(() => rare().then(({ ready }) => ready("Tray")));
export const Viewer = lazy(() => rare().then(({ ready }) => ready("Viewer")));
