/** What keeps a letter from going. */
import { Icon } from "../parts/icon";

export function Lacking({ text }: { text: string }) {
  return <p class="field-problem" role="alert"><Icon name="alert" size={14} /> {text}</p>;
}
