/** Line icons, drawn on a 24 x 24 grid. */

const PATHS = {
  alert: "M12 3 2.5 20h19L12 3zM12 10v4M12 17.2v.1",
  arrow_down: "M12 5v14M6 13l6 6 6-6",
  arrow_up: "M12 19V5M6 11l6-6 6 6",
  ban: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM5.7 5.7l12.6 12.6",
  bell: "M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10zM10 20h4",
  back: "M19 12H5M11 6l-6 6 6 6",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  bolt: "M13 2 5 13.5h6L10.5 22 19 10h-6z",
  chart: "M4 4v16h16M8.5 16v-5M13 16V8M17.5 16v-3",
  chat: "M21 12a8 8 0 0 1-8 8H4l1.8-3A8 8 0 1 1 21 12z",
  check: "M5 12.5l4.5 4.5L19 7.5",
  check_double: "M2 12.5l4.5 4.5L15 8.5M11 15l2 2 9-9",
  chevron_down: "M6 9.5l6 6 6-6",
  chevron_left: "M14.5 6l-6 6 6 6",
  chevron_right: "M9.5 6l6 6-6 6",
  circle_check: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM8 12.5l3 3 5-6",
  clock: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5l3.5 2",
  code: "M8.5 7l-5 5 5 5M15.5 7l5 5-5 5",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  down: "M12 4v12M7 12l5 5 5-5M5 20h14",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z",
  file: "M14 3H6v18h12V7zM14 3v4h4",
  forward: "M15 6l6 6-6 6M21 12H10a7 7 0 0 0-7 7",
  hand: "M8 12V5.5a1.5 1.5 0 0 1 3 0V11M11 10.5v-6a1.5 1.5 0 0 1 3 0v6M14 11V6a1.5 1.5 0 0 1 3 0v8a7 7 0 0 1-7 7c-3 0-4.2-1.6-6.5-5.5-.8-1.4 1-2.6 2.1-1.5L8 15.5",
  help: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9.5 9.5a2.5 2.5 0 1 1 3.7 2.2c-.8.5-1.2 1-1.2 1.8M12 16.7v.1",
  inbox: "M3 13l3-8h12l3 8v6H3zM3 13h5l1.5 3h5L16 13h5",
  italic: "M10 5h8M6 19h8M14 5l-4 14",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M7 14h10",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17",
  list: "M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01",
  lock: "M5 11h14v10H5zM8 11V8a4 4 0 0 1 8 0v3",
  logout: "M10 4H4v16h6M15 8l4 4-4 4M19 12H9",
  mail: "M3 5h18v14H3zM3.5 6l8.5 7 8.5-7",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5.5 12a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM12.5 12a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0zM19.5 12a.5.5 0 1 1-1 0 .5.5 0 0 1 1 0z",
  note: "M5 4h14v10l-5 6H5zM19 14h-5v6",
  panel: "M3 4h18v16H3zM15 4v16",
  paperclip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.3 8.3a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5",
  pause: "M8 5v14M16 5v14",
  pencil: "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19z",
  plane: "M21.5 3.5 2.5 11l6 2.5M21.5 3.5l-3.5 17-9.5-7M21.5 3.5l-13 10v6l3.5-3.5",
  phone: "M5 3.5h4l2 5-2.5 1.5a11 11 0 0 0 5.5 5.5l1.5-2.5 5 2v4a1.5 1.5 0 0 1-1.5 1.5A16 16 0 0 1 3.5 5 1.5 1.5 0 0 1 5 3.5z",
  pin: "M12 21.5s7-6.5 7-12a7 7 0 1 0-14 0c0 5.5 7 12 7 12zM14.5 9.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z",
  play: "M8 5l11 7-11 7z",
  plus: "M12 5v14M5 12h14",
  quote: "M4 6v12M9 8h11M9 12h11M9 16h7",
  refresh: "M20 11a8 8 0 0 0-14.5-3.5L3 10M3 5v5h5M4 13a8 8 0 0 0 14.5 3.5L21 14M21 19v-5h-5",
  reply: "M9 6 3 12l6 6M3 12h11a7 7 0 0 1 7 7",
  search: "M18 11a7 7 0 1 1-14 0 7 7 0 0 1 14 0zM16 16l5 5",
  send: "M21.5 12 3 20l3-8-3-8zM6 12h8",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  spark: "M12 3l2 6.5L20.5 12 14 14.5 12 21l-2-6.5L3.5 12 10 9.5z",
  tag: "M3 3h9l9.5 9.5-9 9L3 12zM8 8h.01",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13",
  undo: "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
  user: "M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4 21a8 8 0 0 1 16 0",
  users: "M13 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM1.5 20a7.5 7.5 0 0 1 15 0M16 4.3a4 4 0 0 1 0 7.4M18.5 14.3a7.5 7.5 0 0 1 4 5.7",
  x: "M6 6l12 12M18 6L6 18",
} as const;

export type IconName = keyof typeof PATHS;

/** Decorative unless `label` is given. */
export function Icon({ name, size = 18, label }: { name: IconName; size?: number; label?: string }) {
  const named = label ? { role: "img" as const, "aria-label": label } : { "aria-hidden": true as const };
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" {...named}>
      <path d={PATHS[name]} />
    </svg>
  );
}

const CHANNEL_ICONS: Record<string, IconName> = { email: "mail", telegram: "plane", webchat: "chat" };

export function channelIcon(kind: string): IconName {
  return CHANNEL_ICONS[kind] ?? "inbox";
}
