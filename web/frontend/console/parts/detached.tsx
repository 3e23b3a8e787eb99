/** Dialogs that belong to no place on the page, loaded when they are first wanted. */
import { render, type FunctionComponent } from "preact";
import type { Area } from "../i18n/messages";
import { loadWords } from "../text";
import { tell } from "../toasts";

export async function showDialog<Props extends object>(load: () => Promise<FunctionComponent<Props & { onClose: () => void }>>, props: Props, ...areas: readonly Area[]): Promise<void> {
  try {
    const [Shown] = await Promise.all([load(), ...areas.map(loadWords)]);
    const root = document.createElement("div");
    document.body.append(root);
    const close = (): void => {
      render(null, root);
      root.remove();
    };
    render(<Shown {...props} onClose={close} />, root);
  } catch (error) {
    tell(error);
  }
}
