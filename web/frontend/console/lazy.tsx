/** Screens that load when they are first wanted, with their texts; a failed load can be tried again. */
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Problem } from "./api";
import type { Area } from "./i18n/messages";
import { Failed, Skeleton } from "./parts/states";
import { loadWords } from "./text";

export function lazy(load: () => Promise<{ default: FunctionComponent }>, ...areas: readonly Area[]): FunctionComponent {
  let loaded: FunctionComponent | null = null;
  return function Lazy() {
    const [error, setError] = useState<unknown>(null);
    const [, setReady] = useState(loaded !== null);
    const start = (): void => {
      setError(null);
      Promise.all([load(), ...areas.map(loadWords)]).then(
        ([module]) => ((loaded = module.default), setReady(true)),
        () => setError(new Problem("offline", 0)),
      );
    };
    useEffect(() => (loaded ? setReady(true) : start()), []);
    if (error) return <Failed error={error} retry={start} />;
    const Screen = loaded;
    return Screen ? <Screen /> : <Skeleton rows={3} />;
  };
}
