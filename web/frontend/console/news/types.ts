/** How an agent wants to be told of what. */
export const WAYS = ["page", "sound", "push", "mail"] as const;
export type Way = (typeof WAYS)[number];

export interface NewsChoices {
  readonly ways: Readonly<Record<string, readonly Way[]>>;
  /** Minutes of the day in `time_zone`. */
  readonly quiet: { readonly begin: number; readonly end: number } | null;
  readonly mail_after_min: number;
  readonly time_zone: string;
}
/** Something that may sound; id: of its notification. */
export interface Rung {
  readonly kind: string;
  readonly ticket: number | null;
  readonly id?: number;
}
export interface PushDevice {
  readonly id: number;
  readonly host: string;
  readonly browser: string;
  readonly is_current: boolean;
  readonly created_at: string;
  readonly reached_at: string | null;
}
