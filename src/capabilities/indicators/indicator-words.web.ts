import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { IndicatorDefinition } from './indicators.ts';
import type { Cell } from './reporting.ts';

export interface IndicatorWords {
  /** A value with its unit; what is held back says so. */
  readonly value: (definition: Pick<IndicatorDefinition, 'unit'>, cell: Pick<Cell, 'value' | 'held'>) => string;
  /** What the value was made of; empty where it was made of nothing that is told. */
  readonly made: (definition: Pick<IndicatorDefinition, 'measure'>, cell: Cell) => string;
  readonly band: (breakdown: string, band: string) => string;
}

export function useIndicatorWords(smallest: number): IndicatorWords {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const amount = (value: number, unit: string) => (unit === 'percent' ? format.percent(value) : t(`unit.${unit}`, { value: format.number(value), defaultValue: format.number(value) }));
  return {
    value: ({ unit }, { value, held }) => (held ? t('held', { n: smallest }) : value === null ? t('nobody') : amount(value, unit)),
    made: ({ measure }, { held, numerator, denominator, persons }) => {
      if (held || persons === null || persons === 0) return '';
      if (measure.by === 'mean') return t('made.mean', { people: format.number(persons) });
      if (measure.by === 'paired') return t('made.paired', { people: format.number(persons) });
      return numerator === null || denominator === null ? '' : t('made.of', { part: format.number(numerator), whole: format.number(denominator) });
    },
    band: (breakdown, band) => (breakdown === 'age' ? t('age', { band: band.replace('-', '–') }) : t(`band.${breakdown}.${band}`)),
  };
}
