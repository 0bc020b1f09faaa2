import { Select, Text } from '@mantine/core';
import { IconRulerOff } from '@tabler/icons-react';
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, type Format } from '../../platform/ui/format.web.ts';
import { suggestActivityTypes, type ActivityType } from '../activities/activities.ts';
import { suggestIndicators, type IndicatorDefinition } from '../indicators/indicators.ts';

interface BindingProps<T> {
  readonly name: string;
  readonly value: string | null;
  readonly choices: readonly T[];
  readonly disabled: boolean;
  readonly onChange: (id: string | null) => void;
}

/** Suggestions first, then everything. */
function grouped({ suggested, all, words }: { suggested: readonly string[]; all: readonly { id: string; title: { zh: string; en: string } }[]; words: { suggested: string; all: string; format: Format } }) {
  const option = ({ id, title }: (typeof all)[number]) => ({ value: id, label: words.format.text(title) });
  const first = suggested.flatMap((id) => all.filter((one) => one.id === id).map(option));
  const rest = all.filter(({ id }) => !suggested.includes(id)).map(option);
  return first.length > 0 ? [{ group: words.suggested, items: first }, { group: words.all, items: rest }] : rest;
}

/** How the goal will be counted, chosen among the indicators; says what is missing where it cannot be. */
export function IndicatorField({ name, value, choices, disabled, onChange }: BindingProps<IndicatorDefinition>): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const data = useMemo(() => {
    const words = { suggested: t('bind.suggested'), all: t('bind.all'), format };
    return grouped({ suggested: suggestIndicators(name, choices).map(({ id }) => id), all: choices, words });
  }, [name, choices, format, t]);
  const chosen = choices.find(({ id }) => id === value);
  return (
    <Select
      label={t('bind.indicator')}
      placeholder={t('bind.search')}
      data={data}
      value={value}
      disabled={disabled}
      searchable
      clearable
      checkIconPosition="right"
      maxDropdownHeight={320}
      nothingFoundMessage={t('bind.nothing')}
      clearButtonProps={{ 'aria-label': t('bind.none') }}
      onChange={onChange}
      description={chosen ? <MeasureNote definition={chosen} /> : t('bind.unbound')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      renderOption={({ option }) => (
        <span>
          {option.label}
          {choices.find(({ id }) => id === option.value)?.measure.by === 'none' ? (
            <Text span size="xs" c="dimmed">
              {' '}
              · {t('bind.cannotMeasureShort')}
            </Text>
          ) : null}
        </span>
      )}
    />
  );
}

function MeasureNote({ definition: { measure, numerator, denominator } }: { definition: IndicatorDefinition }): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  if (measure.by === 'none') {
    return (
      <Text span size="xs" c="var(--k-warning)">
        <IconRulerOff size={14} aria-hidden style={{ verticalAlign: '-2px' }} /> {t('bind.cannotMeasure', { needs: format.text(measure.needs) })}
      </Text>
    );
  }
  const words = { numerator: format.text(numerator), denominator: denominator ? format.text(denominator) : '' };
  return <>{denominator ? t('bind.counts', words) : t('bind.countsOnly', words)}</>;
}

export function ActivityTypeField({ name, value, choices, disabled, onChange }: BindingProps<ActivityType>): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const data = useMemo(() => {
    const words = { suggested: t('bind.suggested'), all: t('bind.all'), format };
    return grouped({ suggested: suggestActivityTypes(name, choices).map(({ id }) => id), all: choices, words });
  }, [name, choices, format, t]);
  return (
    <Select
      label={t('bind.activityType')}
      placeholder={t('bind.search')}
      data={data}
      value={value}
      disabled={disabled}
      searchable
      clearable
      checkIconPosition="right"
      maxDropdownHeight={320}
      nothingFoundMessage={t('bind.nothing')}
      clearButtonProps={{ 'aria-label': t('bind.noneType') }}
      onChange={onChange}
    />
  );
}
