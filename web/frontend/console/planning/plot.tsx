/** Lines over time or hours, drawn by uPlot; the table beside it says the same. */
import { useEffect, useRef, useState } from "preact/hooks";
import UPlot from "uplot";
import css from "uplot/dist/uPlot.min.css" with { type: "text" };
import { preferences } from "../session";
import { wear } from "../wear";

wear(css);

const HEIGHT = 260;

export interface Line { label: string; values: (number | null)[]; color: "--chart-1" | "--chart-2" | "--chart-3"; dash?: number[]; steps?: boolean; right?: boolean; fillsTo?: number }
export interface PlotProps { title: string; xs: number[]; lines: Line[]; xName: string; nameOf: (x: number) => string; amountOf: (value: number | null) => string }

export default function Plot({ title, ...props }: PlotProps) {
  const root = useRef<HTMLDivElement>(null);
  const isDark = useDark();
  useEffect(() => {
    const box = root.current!;
    const chart = new UPlot(options(props, box.clientWidth), [props.xs, ...props.lines.map(({ values }) => values)] as UPlot.AlignedData, box);
    const observer = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: HEIGHT }));
    observer.observe(box);
    return () => (observer.disconnect(), chart.destroy());
  }, [props.xs, props.lines, isDark]);
  return <div ref={root} class="plot" role="img" aria-label={title} />;
}

/** What is drawn on a canvas does not change its colours by itself. */
function useDark(): boolean {
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const [isSystemDark, setSystemDark] = useState(scheme.matches);
  useEffect(() => {
    const onChange = (): void => setSystemDark(scheme.matches);
    scheme.addEventListener("change", onChange);
    return () => scheme.removeEventListener("change", onChange);
  }, []);
  const { theme } = preferences.value;
  return theme === "dark" || (theme === "auto" && isSystemDark);
}

function options({ lines, xName, nameOf, amountOf }: Omit<PlotProps, "title">, width: number): UPlot.Options {
  const axis = { stroke: style("--muted"), grid: { stroke: style("--border"), width: 1 }, ticks: { show: false }, font: `12px ${getComputedStyle(document.documentElement).getPropertyValue("--font")}` };
  const right = lines.some((line) => line.right);
  const from0 = (_: unknown, __: number, max: number | null): [number, number] => [0, Math.max((max ?? 0) * 1.05, 1)];
  return {
    width: Math.max(width, 200),
    height: HEIGHT,
    scales: { x: { time: false }, y: { range: from0 }, ...(right && { people: { range: from0 } }) },
    series: [
      { label: xName, value: (_, raw) => (raw == null ? "–" : nameOf(raw)) },
      ...lines.map((line): UPlot.Series => ({
        label: line.label,
        stroke: style(line.color),
        width: line.dash ? 1 : 2,
        scale: line.right ? "people" : "y",
        points: { show: false },
        value: (_, raw) => (line.right ? String(raw ?? "–") : amountOf(raw)),
        ...(line.dash && { dash: line.dash }),
        ...(line.steps && { paths: UPlot.paths.stepped!({ align: 1 }) }),
      })),
    ],
    bands: lines.flatMap(({ fillsTo, color }, at) => (fillsTo === undefined ? [] : [{ series: [at + 1, fillsTo + 1] as [number, number], fill: faint(style(color)) }])),
    axes: [
      { ...axis, space: 60, values: (_, at) => at.map(nameOf) },
      { ...axis, size: 88, values: (_, at) => at.map(amountOf) },
      ...(right ? [{ ...axis, scale: "people", side: 1 as const, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100], values: (_: unknown, at: number[]) => at.map(String) }] : []),
    ],
    legend: { live: true },
    cursor: { drag: { x: false, y: false } },
  };
}

function faint(color: string): string {
  return color.replace(/^rgb\((.*)\)$/, "rgba($1, 0.15)");
}

/** A canvas knows no variables: a colour as it is computed now. */
function style(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.querySelector(".planning")!.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
