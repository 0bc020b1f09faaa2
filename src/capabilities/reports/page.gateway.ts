import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Locale } from '../../kernel/text.ts';
import { chartHeight, chartOption } from './chart-option.ts';
import type { Block, Chart, OfficialDocument } from './official.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, SVGRenderer]);

const css = `
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-right { content: "— " counter(page) " —"; font: 14pt SimSun, "Noto Serif CJK SC", serif; } }
@page :left { @bottom-right { content: none; } @bottom-left { content: "— " counter(page) " —"; font: 14pt SimSun, "Noto Serif CJK SC", serif; } }
body { margin: 0 auto; max-width: 156mm; font: 16pt/28pt FangSong, 仿宋, "Noto Serif CJK SC", "Songti SC", "Times New Roman", serif; color: #111; }
h1 { font: 22pt/32pt "FZXiaoBiaoSong-B05S", 方正小标宋简体, "Noto Serif CJK SC", serif; font-weight: 700; text-align: center; margin: 0; }
.subtitle { text-align: center; text-indent: 0; }
h2, h3, h4 { font-size: 16pt; line-height: 28pt; margin: 0; text-indent: 2em; break-after: avoid; }
h2 { font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; } h3 { font-family: KaiTi, 楷体, "Noto Serif CJK SC", serif; font-weight: 400; }
p { margin: 0; text-indent: 2em; text-align: justify; } sup { font-size: 9pt; line-height: 0; }
table { width: 100%; border-collapse: collapse; margin: 4pt 0 12pt; font-size: 12pt; line-height: 18pt; } thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: 0.75pt solid #888; padding: 2pt 5pt; } th { background: #eef3f1; } caption, figcaption { font: 12pt/24pt SimHei, 黑体, "Noto Sans CJK SC", sans-serif; text-align: center; }
figure { margin: 8pt 0; break-inside: avoid; } figure svg { max-width: 100%; } .signature { text-align: right; margin-right: 4em; break-inside: avoid; }
@media screen { body { padding: 24px 16px 64px; } } @media (max-width: 600px) { body { font-size: 17px; line-height: 1.8; } h2, h3, h4 { font-size: 17px; line-height: 1.8; } h1 { font-size: 22px; line-height: 1.5; } .scroll { overflow-x: auto; } }`;

/** An official document as a web page that stands alone: no script, charts drawn in it, printed on A4 with page numbers at the outer edge. */
export function htmlPage({ title, subtitle, blocks }: OfficialDocument, locale: Locale): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${css}</style>`;
  const body = [`<h1>${escaped(title)}</h1>`, subtitle ? `<p class="subtitle">${escaped(subtitle)}</p>` : '', ...blocks.map(shown)].join('\n');
  return `<!doctype html><html lang="${locale}"><head>${head}</head><body>${body}</body></html>`;
}

function shown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level + 1}>${escaped(block.text)}</h${block.level + 1}>`;
    case 'paragraph':
      return `<p>${block.sentences.map(({ text, proofs }) => escaped(text) + proofs.map((no) => `<sup>〔${no}〕</sup>`).join('')).join('')}</p>`;
    case 'table':
      return `<div class="scroll"><table><caption>${escaped(block.caption)}</caption><colgroup>${block.columns.map(({ width }) => `<col style="width:${width}%">`).join('')}</colgroup><thead><tr>${block.columns.map((column) => `<th scope="col">${escaped(column.title)}</th>`).join('')}</tr></thead><tbody>${block.rows.map((row) => `<tr>${block.columns.map(({ align }, i) => `<td style="text-align:${align}">${escaped(row[i] ?? '')}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;
    case 'chart':
      return `<figure role="img" aria-label="${escaped(block.caption)}">${drawn(block.chart)}<figcaption>${escaped(block.caption)}</figcaption></figure>`;
    case 'signature':
      return `<div class="signature">${block.lines.map((text) => `<div>${escaped(text)}</div>`).join('')}</div>`;
  }
}

function drawn(chart: Chart): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: 588, height: chartHeight(chart) });
  drawing.setOption(chartOption(chart));
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return svg;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
