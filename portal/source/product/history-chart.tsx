// The chart itself, drawn by uPlot on a canvas in the colours of the theme; drawn anew when theme or width change.

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { CHART_HEIGHT } from './history.tsx';

interface Props {
  /** What it shows, in words. */
  readonly label: string;
  /** Seconds since the epoch. */
  readonly times: readonly number[];
  /** In percent. */
  readonly values: readonly (number | null)[];
  readonly promised: number | null;
}

export function HistoryChart({ label, times, values, promised }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const data = JSON.stringify([times, values, promised]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the three.
  useEffect(() => {
    const element = place.current!;
    let chart: uPlot | null = null;
    const draw = () => {
      chart?.destroy();
      chart = drawChart(element, times, values, promised);
    };
    draw();
    const themes = new MutationObserver(draw);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', draw);
    const widths = new ResizeObserver(() => chart?.setSize({ width: element.clientWidth, height: CHART_HEIGHT }));
    widths.observe(element);
    return () => {
      themes.disconnect();
      system.removeEventListener('change', draw);
      widths.disconnect();
      chart?.destroy();
    };
  }, [data]);
  return <div ref={place} role="img" aria-label={label} className="history-chart" style={{ height: CHART_HEIGHT }} />;
}

function drawChart(
  element: HTMLElement,
  times: readonly number[],
  values: readonly (number | null)[],
  promised: number | null,
): uPlot {
  const style = getComputedStyle(element);
  const colour = (name: string) => resolved(element, style.getPropertyValue(name));
  const axis = {
    stroke: colour('--muted'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line') },
  };
  const options: uPlot.Options = {
    width: element.clientWidth,
    height: CHART_HEIGHT,
    cursor: { show: false },
    legend: { show: false },
    scales: { y: { range: (_, least) => rangeFrom(Math.min(least ?? 100, promised ?? 100)) } },
    axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map((tick) => `${Number(tick.toFixed(3))} %`) }],
    series: [
      {},
      { stroke: colour('--accent'), width: 2, points: { size: 5, fill: colour('--accent') } },
      ...(promised === null ? [] : [{ stroke: colour('--failed'), width: 1, dash: [6, 4], points: { show: false } }]),
    ],
  };
  const lines = promised === null ? [values] : [values, times.map(() => promised)];
  return new uPlot(options, [times, ...lines] as uPlot.AlignedData, element);
}

/** A little room below the lowest value; never above all. */
function rangeFrom(least: number): [number, number] {
  const room = Math.max((100 - least) * 0.15, 0.05);
  return [Math.max(0, least - room), 100 + room / 4];
}

/** A canvas knows no light-dark(): the browser says what it comes to. */
function resolved(element: HTMLElement, value: string): string {
  const probe = element.appendChild(document.createElement('span'));
  probe.style.color = value;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
