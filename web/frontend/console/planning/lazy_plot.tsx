/** The plots' library comes with the first plot. */
import type { FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PlotProps } from "./plot";

let Plot: FunctionComponent<PlotProps> | null = null;

export function LazyPlot(props: PlotProps) {
  const [, setReady] = useState(Plot !== null);
  useEffect(() => {
    if (Plot === null) void import("./plot").then((module) => ((Plot = module.default), setReady(true)), () => undefined);
  }, []);
  return Plot ? <Plot {...props} /> : <div class="plot" />;
}
