/** What a visitor may expect: from the business hours, from who is there, and from how long answers really take. */

import { computed } from "@preact/signals";
import { fullDay } from "../words/days";
import { region, t } from "../words/words";
import { machine } from "./desk";
import { config, worded } from "./settings";

export const isOnline = computed(() => machine.value.online ?? config.value?.online ?? null);

export const promise = computed(() => {
  const { hours, reply_time, texts } = config.value ?? {};
  if (isOnline.value === null) return "\u00a0";
  const say = t.value;
  if (hours && !hours.open && hours.opens_at) return say("opens", { when: fullDay(hours.opens_at, region.value) });
  if (!isOnline.value) return worded(texts?.offline) || say("offline");
  return reply_time ? say("within", { time: span(reply_time.minutes) }) : say("online");
});

function span(minutes: number): string {
  const [value, unit] = minutes < 60 ? [minutes, "minute"] : [Math.ceil(minutes / 60), "hour"];
  return new Intl.NumberFormat(region.value, { style: "unit", unit: unit as string, unitDisplay: "short" }).format(value as number);
}
