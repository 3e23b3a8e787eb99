/** Above the box: that what is written would not arrive now, and why. */
import { answeredMail, recipientsOf } from "../mail/recipients";
import { Icon } from "../parts/icon";
import { customers, now, workspace } from "../session";
import type { TicketView } from "../store/state";
import type { Row } from "../store/types";
import { kindOf } from "../telegram/unreachable";
import { known, t, when } from "../text";
import { hindranceOf, type Hindrance } from "./hindrance";

export default function Hindered({ row, view }: { row: Row; view: TicketView }) {
  const mail = answeredMail(view);
  const found = hindranceOf({ view, channels: workspace.value?.channels ?? [], customer: customers.value.get(row.customer.id), to: (mail && recipientsOf(view, mail)?.to) ?? [], now: now.value });
  return found ? <p class="guard" role="status"><Icon name="alert" size={16} /> <span class="guard-text" dir="auto">{inWords(found)}</span></p> : null;
}

function inWords(found: Hindrance): string {
  if (found.kind === "paused") return t("hinder.paused", { name: found.name });
  if (found.kind === "trouble") return t("hinder.trouble", { name: found.name, time: when.short(found.since!) });
  if (found.kind === "returned") return t("hinder.returned", { address: found.address, time: when.moment(found.since), words: found.words });
  if (found.kind === "telegram") return t("hinder.telegram", { reason: known("telegram.unreachable_", kindOf(found.words)) ?? found.words });
  return t("hinder.blocked");
}
