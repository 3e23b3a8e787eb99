/** What the tabs of one browser tell each other beside the storage: which messages have been looked at. */

export interface Viewed {
  readonly ticket: number;
  readonly seq: number;
}

export interface Tabs {
  tellViewed(viewed: Viewed): void;
}

export function openTabs(channel: string, onViewed: (viewed: Viewed) => void): Tabs {
  if (!("BroadcastChannel" in globalThis)) return { tellViewed: () => {} };
  const all = new BroadcastChannel(`helpdesk:${channel}`);
  all.onmessage = ({ data }: MessageEvent<Viewed>) => onViewed(data);
  return { tellViewed: (viewed) => all.postMessage(viewed) };
}
