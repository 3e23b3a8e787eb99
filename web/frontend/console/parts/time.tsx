/** A moment in short; the whole of it is written out only for who points at it, for hundreds of them cost a lot. */
import type { ComponentChildren } from "preact";
import { when } from "../text";

interface Props {
  at: string;
  class?: string;
  children: ComponentChildren;
}

export function Time({ at, children, ...props }: Props) {
  return <time dateTime={at} {...props} onPointerEnter={(event) => (event.currentTarget.title = when.full(at))}>{children}</time>;
}
