/** Screens that load when they are first wanted; a failed load can be tried again. */
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Problem } from "./api";
import { Failed, Skeleton } from "./parts/states";

export function lazy(load: () => Promise<{ default: FunctionComponent }>): FunctionComponent {
  let loaded: FunctionComponent | null = null;
  return function Lazy() {
    const [error, setError] = useState<unknown>(null);
    const [, setReady] = useState(loaded !== null);
    const start = (): void => {
      setError(null);
      load().then((module) => ((loaded = module.default), setReady(true)), () => setError(new Problem("offline", 0)));
    };
    useEffect(() => void (loaded ?? start()), []);
    if (error) return <Failed error={error} retry={start} />;
    const Screen = loaded;
    return Screen ? <Screen /> : <Skeleton rows={3} />;
  };
}
