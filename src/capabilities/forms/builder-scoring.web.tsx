import { Button, JsonInput, Stack, Table, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import type { Answers } from './answers.ts';
import { fillForm } from './fill.ts';
import { isScored, itemsWithin, type Form } from './form.ts';
import { prepareForm } from './prepare.ts';
import { scoreForm, shownValue } from './results.ts';
import { Scoring } from './scoring.ts';

/** The scoring rule as data, and what it makes of sample answers. */
export function ScoringEditor({ form, onChange }: { form: Form; onChange: (form: Form) => void }): ReactElement {
  const { t } = useTranslation('forms');
  const [text, setText] = useState(() => (form.scoring === null ? '' : JSON.stringify(form.scoring, null, 2)));
  const [fault, setFault] = useState<string | null>(null);
  const take = (next: string) => {
    setText(next);
    if (next.trim() === '') return settle(null);
    try {
      const read = Scoring.safeParse(JSON.parse(next));
      if (read.success) return settle(read.data);
      return setFault(`${read.error.issues[0]?.path.join('.') ?? ''}: ${read.error.issues[0]?.message ?? ''}`);
    } catch (error) {
      return setFault(error instanceof Error ? error.message : String(error));
    }
  };
  const settle = (scoring: Scoring | null) => {
    setFault(null);
    onChange({ ...form, scoring });
  };
  const scored = itemsWithin(form.items).map(({ item }) => item).filter((item) => isScored(item) || item.type === 'integer');
  const sum = () => take(JSON.stringify(Scoring.parse({ results: [{ id: 'total', kind: 'sum', items: scored.map(({ linkId }) => linkId), title: { zh: '总分', en: 'Total' } }] }), null, 2));
  return (
    <Section title={t('builder.scoring')} note={t('builder.scoringNote')} actions={text === '' && scored.length > 0 ? <Button variant="light" size="compact-sm" onClick={sum}>{t('builder.sum')}</Button> : null}>
      <Stack>
        <JsonInput aria-label={t('builder.scoring')} autosize minRows={3} maxRows={18} value={text} onChange={take} error={fault} validationError={null} />
        <Samples form={form} />
      </Stack>
    </Section>
  );
}

/** The least and the most that can be answered, scored: a rule is tried before anybody answers. */
function Samples({ form }: { form: Form }): ReactElement | null {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const prepared = prepareForm(form);
  if (!prepared.ok || form.scoring === null) return null;
  const { scoring } = form;
  const samples = (['first', 'middle', 'last'] as const).map((which) => ({ which, outcome: scoreForm(fillForm(prepared.prepared, { answers: sampleAnswers(form, which) })) }));
  const results = scoring.results.filter(({ shown, kind }) => shown && kind !== 'list');
  return (
    <Table captionSide="top">
      <Table.Caption>{t('builder.samples')}</Table.Caption>
      <Table.Thead>
        <Table.Tr><Table.Th>{t('builder.result')}</Table.Th>{samples.map(({ which }) => <Table.Th key={which}>{t(`builder.sample.${which}`)}</Table.Th>)}</Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {results.map((result) => (
          <Table.Tr key={result.id}>
            <Table.Td>{result.title === null ? result.id : format.text(result.title)}</Table.Td>
            {samples.map(({ which, outcome }) => {
              const band = outcome.bands.get(result.id)?.title;
              return <Table.Td key={which}>{band ? format.text(band) : <Text span>{String(shownValue(result, outcome, scoring) ?? '–')}</Text>}</Table.Td>;
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function sampleAnswers(form: Form, which: 'first' | 'middle' | 'last'): Answers {
  const walk = (items: Form['items']): Answers['items'] =>
    items.flatMap((item): Answers['items'] => {
      if (item.type === 'group') return [{ linkId: item.linkId, answers: [], items: walk(item.items) }];
      const at = which === 'first' ? 0 : which === 'last' ? item.options.length - 1 : Math.floor((item.options.length - 1) / 2);
      const option = item.options[at];
      const number = typeof item.min === 'number' || typeof item.max === 'number' ? Number(which === 'first' ? (item.min ?? 0) : which === 'last' ? (item.max ?? 10) : Math.round((Number(item.min ?? 0) + Number(item.max ?? 10)) / 2)) : null;
      const value = option?.code ?? (item.type === 'boolean' ? which === 'last' : item.type === 'integer' ? (number ?? 1) : null);
      return value === null ? [] : [{ linkId: item.linkId, answers: [{ value, items: walk(item.items) }], items: [] }];
    });
  return { items: walk(form.items) };
}
