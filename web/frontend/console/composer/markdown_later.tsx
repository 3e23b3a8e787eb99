/** Markdown drawn as soon as what draws it is there; till then as it was typed. */
import { lazyPart } from "../lazy_part";

const View = lazyPart<{ text: string }>(() => import("./markdown_view"));

export function Markdown({ text }: { text: string }) {
  return <View text={text} instead={<div class="message-body plain" dir="auto">{text}</div>} />;
}
