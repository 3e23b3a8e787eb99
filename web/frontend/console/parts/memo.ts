/** A component that is drawn again only when one of its properties has changed. */
import { Component, h, type ComponentChild, type FunctionComponent } from "preact";

export function memo<P extends object>(draw: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return differs(this.props as Record<string, unknown>, next as Record<string, unknown>);
    }
    override render(props: P): ComponentChild {
      return h(draw, props);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}

function differs(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  for (const name in other) if (one[name] !== other[name]) return true;
  for (const name in one) if (!(name in other)) return true;
  return false;
}
