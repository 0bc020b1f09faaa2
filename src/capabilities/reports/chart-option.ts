/** How a chart of a report is drawn by echarts, on the page and in print alike. */
import type { Chart } from './official.ts';

const colours = ['#2F6F62', '#C9803B', '#5B7DB1', '#9A5B83'];
const font = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", SimSun, sans-serif';
const longest = 16;

/** Long names are cut in the axis; the table beside the chart has them whole. */
function short(name: string): string {
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name;
}

/** The options of echarts for a chart. Lying bars stand in the order of the categories from above. */
export function chartOption(chart: Chart) {
  const lying = chart.kind === 'bar';
  const categories = { type: 'category' as const, data: chart.categories.map(short), axisLabel: { fontFamily: font, hideOverlap: !lying, ...(lying ? { interval: 0 } : {}) }, ...(lying ? { inverse: true } : {}) };
  const values = { type: 'value' as const, name: chart.unit, nameTextStyle: { fontFamily: font }, axisLabel: { fontFamily: font }, ...(lying ? { nameLocation: 'end' as const } : {}) };
  const level = chart.level && { silent: true, symbol: 'none', lineStyle: { color: '#B23A3A', type: 'dashed' as const }, label: { formatter: chart.level.name, fontFamily: font, position: 'end' as const }, data: [lying ? { xAxis: chart.level.value } : { yAxis: chart.level.value }] };
  return {
    animation: false,
    color: colours,
    textStyle: { fontFamily: font },
    grid: { left: 8, right: 40, top: chart.series.length > 1 ? 40 : 32, bottom: 8, outerBoundsMode: 'same' as const },
    ...(chart.series.length > 1 ? { legend: { top: 0, textStyle: { fontFamily: font } } } : {}),
    tooltip: { trigger: 'axis' as const },
    xAxis: lying ? values : categories,
    yAxis: lying ? categories : values,
    series: chart.series.map((one, i) => ({
      type: chart.kind === 'line' ? ('line' as const) : ('bar' as const),
      name: one.name,
      data: [...one.values],
      connectNulls: true,
      barMaxWidth: 28,
      label: { show: chart.kind !== 'line', position: lying ? ('right' as const) : ('top' as const), fontFamily: font },
      ...(level && i === 0 ? { markLine: level } : {}),
    })),
  };
}

/** Pixels that a chart asks for. */
export function chartHeight(chart: Chart): number {
  return chart.kind === 'bar' ? Math.min(760, 80 + 30 * chart.categories.length) : 280;
}
