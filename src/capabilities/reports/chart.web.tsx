import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef, type ReactElement } from 'react';
import { chartHeight, chartOption } from './chart-option.ts';
import css from './reports.module.css';
import type { Chart } from './official.ts';

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** A chart, as wide as its place. */
export function ChartDrawing({ chart, label }: { chart: Chart; label: string }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const drawing = init(place.current, null, { renderer: 'svg' });
    drawing.setOption(chartOption(chart));
    const resized = new ResizeObserver(() => drawing.resize());
    resized.observe(place.current);
    return () => {
      resized.disconnect();
      drawing.dispose();
    };
  }, [chart]);
  return <div ref={place} role="img" aria-label={label} className={css['drawing']} style={{ height: chartHeight(chart) }} />;
}
