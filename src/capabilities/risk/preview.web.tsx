import { Alert, Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import { Section } from '../../platform/ui/page.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import css from './card.module.css';
import { FlowDrawing, FlowFigures } from './flow.web.tsx';
import { previewRules, usualContactsPerNurse, contactsAWeek, type RuleEdit } from './desk.ts';
import type { z } from 'zod';

const order = ['high', 'mid', 'low', 'not_tiered'] as const;

/** Who would move between the tiers, and how much work that makes. */
export function PreviewSection({ version, edit, disabled }: { version: number; edit: RuleEdit; disabled: boolean }): ReactElement {
  const { t } = useTranslation('rules');
  const wordsFor = useProblemWords();
  const [perNurse, setPerNurse] = useState<number | null>(usualContactsPerNurse);
  const preview = useAct(previewRules);
  return (
    <Section title={t('desk.previewTitle')}>
      <div className={css['fields']}>
        <NumberField label={t('desk.perNurse')} value={perNurse} onChange={setPerNurse} />
        <Button disabled={disabled || perNurse === null || perNurse < 1} loading={preview.isPending} onClick={() => perNurse && preview.mutate({ version, changes: [...edit.changes], settings: edit.settings, contactsPerNurse: Math.round(perNurse) })}>
          {t('desk.preview')}
        </Button>
      </div>
      <p className={css['note']}>{t('desk.perNurseHow', { n: usualContactsPerNurse })}</p>
      {preview.error ? <Alert color="red">{wordsFor(preview.error)}</Alert> : null}
      {preview.data ? <Previewed result={preview.data} perNurse={perNurse ?? usualContactsPerNurse} /> : null}
    </Section>
  );
}

function Previewed({ result, perNurse }: { result: z.output<typeof previewRules.output>; perNurse: number }): ReactElement {
  const { t } = useTranslation('rules');
  const format = useFormat();
  const { matrix, load, before, after } = result;
  const at = (from: string, to: string) => matrix.find((cell) => cell.before === from && cell.after === to)?.persons ?? 0;
  const moved = matrix.filter((cell) => cell.before !== cell.after).reduce((sum, { persons }) => sum + persons, 0);
  const flows = matrix.map(({ before: from, after: to, persons }) => ({ from, to, persons })).filter(({ from, to }) => from !== 'not_tiered' || to !== 'not_tiered');
  const all = matrix.reduce((sum, { persons }) => sum + persons, 0);
  return (
    <div role="status">
      <p>
        <strong>{moved === 0 ? t('desk.movesNone') : t('desk.moves', { count: moved })}</strong> <span className={css['note']}>{t('desk.previewNote', { persons: format.number(all), ms: format.number(result.milliseconds) })}</span>
      </p>
      {moved === 0 ? null : (
        <>
          <FlowFigures flows={flows} />
          <FlowDrawing flows={flows} label={t('desk.flowLabel')} />
        </>
      )}
      <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('desk.previewTitle')}>
        <table className={`${css['table']} ${css['numbers']}`}>
          <thead>
            <tr>
              <th scope="col">{t('desk.fromTo')}</th>
              {order.map((to) => (
                <th scope="col" key={to}>
                  {t(`risk:tier.${to}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {order.map((from) => (
              <tr key={from}>
                <th scope="row">{t(`risk:tier.${from}`)}</th>
                {order.map((to) => (
                  <td key={to}>{from !== to && at(from, to) > 0 ? <strong>{format.number(at(from, to))}</strong> : at(from, to) === 0 ? '–' : format.number(at(from, to))}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <table className={`${css['table']} ${css['numbers']}`}>
          <thead>
            <tr>
              <td />
              <th scope="col">{t('desk.now')}</th>
              <th scope="col">{t('desk.then')}</th>
            </tr>
          </thead>
          <tbody>
            {load.toReversed().map((one) => (
              <tr key={one.tier}>
                <th scope="row">{t('desk.load', { tier: t(`risk:tier.${one.tier}`) })}</th>
                <td>{t('desk.times', { persons: one.before, every: t(`desk.every.${one.everyBefore}`), contacts: format.number(one.before * contactsAWeek[one.everyBefore], 1) })}</td>
                <td>{t('desk.times', { persons: one.after, every: t(`desk.every.${one.everyAfter}`), contacts: format.number(one.after * contactsAWeek[one.everyAfter], 1) })}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t('desk.contacts')}</th>
              <td>{format.number(before.contactsAWeek, 1)}</td>
              <td>{format.number(after.contactsAWeek, 1)}</td>
            </tr>
            <tr>
              <th scope="row">{t('desk.nurses', { n: perNurse })}</th>
              <td>{before.nurses}</td>
              <td>{after.nurses}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </div>
  );
}
