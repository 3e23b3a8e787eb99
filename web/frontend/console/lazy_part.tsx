/** Small parts that load when they are first wanted; until then, and where they cannot load, something plainer stands in. */
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { againLater } from "./again";
import { Problem } from "./api";
import type { Area } from "./i18n/messages";
import { keepFocus } from "./parts/focus";
import { loadWords } from "./text";

export function lazyPart<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>, ...areas: readonly Area[]): ComponentType<Props & { instead?: ComponentChildren }> {
  let loaded: ComponentType<Props> | null = null;
  return function LazyPart({ instead = null, ...props }) {
    const [, setReady] = useState(loaded !== null);
    useEffect(() => {
      if (loaded) return setReady(true); // it came for another between the drawing and here
      let isWanted = true;
      // without a connection the plainer one stays meanwhile
      const start = (): void =>
        void Promise.all([load(), ...areas.map(loadWords)]).then(
          ([module]) => keepFocus(() => ((loaded = module.default), setReady(true))),
          () => againLater(new Problem("offline", 0), () => isWanted, start),
        );
      start();
      return () => void (isWanted = false);
    }, []);
    const Part = loaded;
    return Part ? <Part {...(props as unknown as Props)} /> : <>{instead}</>;
  };
}
