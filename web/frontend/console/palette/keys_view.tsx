/** Keys as little caps: "G M" is two, "Ctrl+K" is two pressed together. */
import css from "../styles/palette.css" with { type: "text" };
import { wear } from "../wear";

wear(css);

export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys">
      {keys.split(" ").map((step, at) => (
        <span key={at} class="key-step">
          {step.split(/(?<=.)\+/).map((key) => <kbd key={key}>{key}</kbd>)}
        </span>
      ))}
    </span>
  );
}
