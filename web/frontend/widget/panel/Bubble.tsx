/** One message: author, text, files, time and how far it has come. */

import type { Said } from "../state/timeline";
import { clockTime, fullTime } from "../../shared/format";
import { region, t } from "../words/words";
import { Body } from "./Body";
import { Face } from "./Face";
import { FileView } from "./FileView";
import { MarkView } from "./Mark";
import { Refusal } from "./screens";

export function Bubble({ row }: { row: Said }) {
  const isOwn = row.from === "visitor";
  const author = isOwn ? t.value("you") : row.name || t.value("agent");
  return (
    <li class="said" data-from={row.from} data-first={row.first} data-last={row.last} data-seq={isOwn ? undefined : row.seq} data-ticket={row.ticket ?? undefined}>
      <p class={isOwn || !row.first ? "unseen" : "author"}>{row.from === "agent" && row.name && <Face name={row.name} picture={row.picture} />}{author}</p>
      {row.text && <Body text={row.text} html={row.html} />}
      {row.attachments.map((file) => <FileView key={file.id} file={file} />)}
      {row.refused && <Refusal row={row} code={row.refused} />}
      <p class={row.last || row.mark === "refused" ? "when" : "unseen"}>
        <time dateTime={new Date(row.at).toISOString()} title={fullTime(row.at, region.value)}>
          {clockTime(row.at, region.value)}
        </time>
        {row.by && <span>{t.value("by_mail")}</span>}
        {row.mark && <MarkView mark={row.mark} />}
      </p>
    </li>
  );
}
