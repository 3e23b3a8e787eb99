/** What helps in the box of a ticket that is yet to begin: completion, places that nothing filled. */
import { customers } from "../session";
import type { Attachment } from "../store/types";
import { Completion } from "./completion";
import { Gaps } from "./helpers";
import "./look";

interface Props { area: HTMLTextAreaElement; customerId: number; onFiles: (files: readonly Attachment[]) => void }

export default function FirstHelpers({ area, customerId, onFiles }: Props) {
  const language = customers.value.get(customerId)?.language ?? "";
  return (
    <>
      <Completion place={{ area, of: { customer_id: customerId }, onFiles }} mode="reply" row={{ language, team_id: null, assignee_id: null }} />
      <Gaps text={area.value} />
    </>
  );
}
