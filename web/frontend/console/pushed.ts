/** A push that is clicked opens its ticket here, also while the page is still coming up. */
import { go } from "./route";

export function startPushed(): void {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  workers?.addEventListener("message", ({ data }: MessageEvent) => {
    const ticket = (data as { open?: unknown } | null)?.open;
    if (typeof ticket === "number") go({ ticket });
  });
}
