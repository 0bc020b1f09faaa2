import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { writtenUnit } from './entry-units.ts';
import { nightsOf, saysNone, type Entry } from './entries.ts';
import { listObservationCodes, type CodeView, type ObservationView } from './observations.ts';

interface Valued {
  readonly code: string;
  readonly value: number;
  readonly value2: number | null;
}

export interface RecordWords {
  readonly codes: ReadonlyMap<string, CodeView>;
  readonly ready: boolean;
  readonly title: (code: string) => string;
  /** The value with its unit, or its answer. */
  readonly value: (valued: Valued) => string;
  /** What was typed, in another unit than the code's; null where it was not. */
  readonly typed: (typed: ObservationView['typed']) => string | null;
  readonly reference: (code: string, sex: 'male' | 'female') => string | null;
  readonly entryTitle: (entry: Entry) => string;
  readonly entryDetails: (entry: Entry) => string[];
}

/** Codes, values and entries in the language of the screen. */
export function useRecordWords(): RecordWords {
  const { t } = useTranslation('records');
  const format = useFormat();
  const asked = useAsk(listObservationCodes, {});
  const codes = new Map((asked.data ?? []).map((code) => [code.code, code]));
  const choice = (field: string, value: string | null) => (value === null ? [] : [t(`choices.${field}.${value}`)]);
  const plain = (value: string | null) => (value === null ? [] : [value]);
  const value = ({ code, value: first, value2 }: Valued) => {
    const known = codes.get(code);
    if (!known) return String(first);
    if (known.kind === 'coded') return format.text(known.answers.find((answer) => answer.value === first)?.title ?? { zh: String(first), en: String(first) });
    const number = (one: number) => one.toFixed(Math.max(known.decimals, 0)).replace(/(\.\d*?)0+$/, (hit) => (known.decimals === 0 ? '' : hit));
    return `${value2 === null ? number(first) : `${number(first)}/${number(value2)}`} ${known.unit === null ? '' : writtenUnit(known.unit)}`.trim();
  };
  return {
    codes,
    ready: asked.data !== undefined,
    title: (code) => format.text(codes.get(code)?.title ?? { zh: code, en: code }),
    value,
    typed: (typed) => (typed === null ? null : t('typedAs', { value: `${typed.value2 === null ? typed.value : `${typed.value}/${typed.value2}`} ${writtenUnit(typed.unit)}` })),
    reference: (code, sex) => {
      const ranges = codes.get(code)?.reference[sex] ?? [];
      return ranges.length === 0 ? null : ranges.map(([low, high]) => (low === null ? `≤ ${high}` : high === null ? `≥ ${low}` : `${low}–${high}`)).join(' / ');
    },
    entryTitle: (entry) => (saysNone(entry) ? t(`none.${entry.resource}`) : titleOf(entry, (field, one) => t(`choices.${field}.${one}`))),
    entryDetails: (entry) => {
      switch (entry.resource) {
        case 'condition':
          return entry.code === 'none' ? [] : [entry.code, ...choice('clinicalStatus', entry.clinicalStatus), ...choice('verificationStatus', entry.verificationStatus), ...plain(entry.note)];
        case 'medication':
          return [
            ...(entry.doseValue === null ? [] : [`${entry.doseValue} ${entry.doseUnit ?? ''}`.trim()]),
            ...(entry.timesPerDay === null ? [] : [t('timesPerDay', { times: format.number(entry.timesPerDay) })]),
            ...choice('route', entry.route), ...choice('medicationStatus', entry.status), ...choice('adherence', entry.adherence), ...plain(entry.forCondition), ...plain(entry.note),
          ];
        case 'allergy':
          return [...choice('category', entry.category), ...choice('criticality', entry.criticality), ...plain(entry.reaction), ...plain(entry.note)];
        case 'family-history':
          return [...(entry.onsetAge === null ? [] : [t('onsetAge', { age: entry.onsetAge })]), ...plain(entry.note)];
        case 'encounter': {
          const nights = entry.class === 'inpatient' ? nightsOf(entry) : null;
          return [...plain(entry.department), ...plain(entry.reason), ...plain(entry.diagnosis), ...(nights === null ? [] : [t('nights', { count: nights })]), ...(entry.costYuan === null ? [] : [t('cost', { yuan: format.yuan(entry.costYuan) })]), ...plain(entry.note)];
        }
        case 'immunization':
          return [...(entry.dose === null ? [] : [t('dose', { dose: entry.dose })]), ...plain(entry.lot), ...plain(entry.facility), ...plain(entry.reaction)];
        case 'imaging':
          return [...plain(entry.conclusion), entry.report, ...plain(entry.facility)];
        case 'document':
          return [...choice('documentKind', entry.kind), entry.filename, format.size(entry.sizeBytes)];
      }
    },
  };
}

function titleOf(entry: Entry, choice: (field: string, value: string) => string): string {
  switch (entry.resource) {
    case 'condition':
    case 'document':
      return entry.title;
    case 'medication':
      return entry.drug;
    case 'allergy':
      return entry.substance;
    case 'family-history':
      return `${choice('relation', entry.relation)}:${entry.title}`;
    case 'encounter':
      return `${choice('class', entry.class)} · ${entry.facility}`;
    case 'immunization':
      return entry.vaccine;
    case 'imaging':
      return `${choice('modality', entry.modality)} · ${entry.bodySite}`;
  }
}
