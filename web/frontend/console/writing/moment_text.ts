/** A moment in the reader's language: the day and the time. */
import { when } from "../text";

export function momentText(at: Date | string): string {
  const moment = typeof at === "string" ? at : at.toISOString();
  return `${when.day(moment)}, ${when.clock(moment)}`;
}
