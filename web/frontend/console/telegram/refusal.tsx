/** Why Telegram did not take a reply, in the reader's language, with Telegram's own words behind. */
import { known } from "../text";
import { kindOf } from "./unreachable";

export default function Refusal({ words }: { words: string }) {
  const text = known("telegram.unreachable_", kindOf(words));
  return <>{text ? `${text} (${words})` : words}</>;
}
