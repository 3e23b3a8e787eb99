/** From which mailbox a mail goes. */
import { useEffect } from "preact/hooks";
import { readStored } from "../../shared/dom";
import { Select } from "../parts/select";
import { route } from "../route";
import { rows } from "../session";
import { t } from "../text";
import { mailboxes } from "./open";

export const LAST_USED = "helpdesk.letter_from";

export function From({ channelId, onChoose }: { channelId: number; onChoose: (id: number) => void }) {
  const boxes = mailboxes();
  const isThere = boxes.some(({ id }) => id === channelId);
  useEffect(() => {
    const usual = usualMailbox();
    if (!isThere && usual !== undefined) onChoose(usual);
  }, [isThere]);
  return (
    <div class="recipient-row">
      <label for="letter-from">{t("mail.from")}</label>
      <Select id="letter-from" label={t("mail.from")} value={String(channelId)} choices={boxes.map(({ id, name, is_paused }) => ({ value: String(id), label: is_paused ? `${name} (${t("channels.paused")})` : name }))} onChoose={(value) => onChoose(Number(value))} />
    </div>
  );
}

/** That of the ticket at hand, else the one used last, else the first. */
function usualMailbox(): number | undefined {
  const wanted = [rows.value.get(route.value.ticket ?? 0)?.channel.id, readStored<number>(LAST_USED)];
  const boxes = mailboxes();
  return (wanted.map((id) => boxes.find((box) => box.id === id)).find(Boolean) ?? boxes[0])?.id;
}
