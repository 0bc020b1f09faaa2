import writeXlsxFile, { type SheetData } from 'write-excel-file/node';
import type { Instant } from '../../kernel/day.ts';
import { wordsOf, type Locale } from '../../kernel/text.ts';
import type { IndicatorDefinition } from './indicators.ts';
import type { Cell } from './reporting.ts';

export interface Sheet {
  readonly locale: Locale;
  readonly place: string;
  readonly month: string;
  readonly known: Instant;
  readonly smallest: number;
  readonly rows: readonly (Cell & { readonly before: number | null; readonly yearBefore: number | null; readonly definition: IndicatorDefinition })[];
}

const heads = {
  'zh-CN': ['类别', '指标', '数值', '单位', '上月', '去年同月', '分子', '分母', '人数', '分子含义', '分母含义', '不计入', '口径版本', '机构', '月份', '数据截至'],
  en: ['Domain', 'Indicator', 'Value', 'Unit', 'Month before', 'Same month a year ago', 'Numerator', 'Denominator', 'People', 'Numerator means', 'Denominator means', 'Left out', 'Version', 'Organisation', 'Month', 'As known at'],
} as const;
const domains = {
  'zh-CN': { process: '过程', outcome: '结果', behaviour: '行为', knowledge: '知识', economic: '经济', satisfaction: '满意度' },
  en: { process: 'Process', outcome: 'Outcome', behaviour: 'Behaviour', knowledge: 'Knowledge', economic: 'Economic', satisfaction: 'Satisfaction' },
} as const;
const widths = [10, 30, 12, 14, 12, 12, 12, 12, 10, 44, 44, 44, 8, 24, 10, 24];

/** The list as .xlsx: one row an indicator, the headings frozen; small numbers say so in words. */
export async function valuesWorkbook({ locale, place, month, known, smallest, rows }: Sheet): Promise<Uint8Array> {
  const held = locale === 'en' ? `fewer than ${smallest}` : `少于${smallest}人`;
  const number = (value: number | null, isHeld: boolean) => (isHeld ? held : value);
  const text = (words: IndicatorDefinition['denominator']) => (words === null ? null : wordsOf(words, locale));
  const data: SheetData = [
    heads[locale].map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map(({ definition, ...row }) =>
      [
        domains[locale][definition.domain], wordsOf(definition.title, locale), number(row.value, row.held), definition.unit, row.before, row.yearBefore, number(row.numerator, row.held), number(row.denominator, row.held),
        number(row.persons, row.held), wordsOf(definition.numerator, locale), text(definition.denominator), text(definition.exclusions), definition.version, place, month, known,
      ].map((value) => (value === null ? null : { value })),
    ),
  ];
  return writeXlsxFile(data, { sheet: month, stickyRowsCount: 1, columns: widths.map((width) => ({ width })) }).toBuffer();
}
