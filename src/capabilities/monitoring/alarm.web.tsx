import { Button, Table, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useAsk } from '../../platform/call.web.ts';
import { useLive } from '../../platform/events.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { isTyping } from '../../platform/ui/keys.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { scaleOf } from '../records/chart.ts';
import { PersonId } from '../people/people.ts';
import { alarmTopic, openAlarm } from './alarms.ts';
import { CloseDialog, useAcknowledge } from './close.web.tsx';
import { LevelBadge, valueOf } from './level.web.tsx';
import css from './monitoring.module.css';

type Opened = z.output<typeof openAlarm.output>;

/** One alarm: what to do, the readings behind it, the weeks before, and how it ended. */
export function AlarmPage(): ReactElement {
  const { personId = '', alarmId = '' } = useParams({ strict: false });
  const query = useAsk(openAlarm, { personId: PersonId.parse(Number(personId)), alarmId });
  useLive([alarmTopic], [openAlarm]);
  return (
    <Page>
      <Loaded query={query}>{(alarm) => <Alarm alarm={alarm} />}</Loaded>
    </Page>
  );
}

function Alarm({ alarm }: { alarm: Opened }): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const mayAct = useMay('monitoring.act');
  const acknowledge = useAcknowledge();
  const [closing, setClosing] = useState(false);
  const which = { personId: alarm.person.personId, alarmId: alarm.alarmId };
  const isOpen = alarm.state !== 'closed' && alarm.state !== 'settled';
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || !mayAct || closing) return;
      if (event.key === 'a' && alarm.state === 'open') acknowledge(which);
      else if (event.key === 'c' && isOpen) setClosing(true);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  return (
    <>
      <PageHeader
        title={`${alarm.person.name} · ${format.text(alarm.rule.title)}`}
        note={
          <span className={css['bar']}>
            <LevelBadge level={alarm.level} state={alarm.state} />
            <StatusBadge tone="neutral">{t(`state.${alarm.state}`)}</StatusBadge>
            <Link to={`/people/${alarm.person.personId}`}>{t('alarm.person')}</Link>
          </span>
        }
        actions={
          mayAct && isOpen ? (
            <>
              {alarm.state === 'open' ? <Button onClick={() => acknowledge(which)}>{t('acknowledge')}</Button> : null}
              <Button variant="default" onClick={() => setClosing(true)}>
                {t('close')}
              </Button>
            </>
          ) : null
        }
      />
      <div className={css['two']}>
        <div className={css['stack']}>
          <Section title={t('alarm.what')}>
            <Text>{format.text(alarm.rule.action)}</Text>
            {alarm.symptoms.length > 0 ? <Text c="red" fw={600}>{`${t('alarm.symptoms')} ${alarm.symptoms.map(format.text).join(' · ')}`}</Text> : null}
            {alarm.repeatUntil === null ? null : <Text className={css['dim']}>{t('alarm.repeat', { time: format.moment(alarm.repeatUntil) })}</Text>}
          </Section>
          {alarm.history.length > 1 ? (
            <Section title={t('alarm.chart')}>
              <History alarm={alarm} />
            </Section>
          ) : null}
        </div>
        <div className={css['stack']}>
          <Readings alarm={alarm} />
          <Ending alarm={alarm} />
        </div>
      </div>
      {closing ? <CloseDialog which={which} onClose={() => setClosing(false)} /> : null}
    </>
  );
}

function Readings({ alarm }: { alarm: Opened }): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  return (
    <Section title={t('alarm.readings')}>
      {alarm.readings.length === 0 ? (
        <Text className={css['dim']}>{t('alarm.noReadings')}</Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('alarm.time')}</Table.Th>
              <Table.Th>{t('alarm.value')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {alarm.readings.toReversed().map((reading) => (
              <Table.Tr key={`${reading.at} ${reading.code}`}>
                <Table.Td>{format.moment(reading.at)}</Table.Td>
                <Table.Td className={css['value'] ?? ''}>{valueOf(reading)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}

function Ending({ alarm }: { alarm: Opened }): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const { acknowledgedAt, acknowledgedBy, closedAt, closedBy, action, note } = alarm;
  return (
    <Section title={t('alarm.clauses')} note={t('alarm.version', { id: alarm.rule.id, version: alarm.ruleVersion })}>
      <ul>
        {alarm.clauses.map((clause) => (
          <li key={clause.en}>{format.text(clause)}</li>
        ))}
      </ul>
      {acknowledgedAt === null ? null : <Text className={css['dim']}>{t('alarm.by', { name: acknowledgedBy ?? '', time: format.moment(acknowledgedAt) })}</Text>}
      {closedAt === null || action === null ? null : (
        <Text className={css['dim']}>{`${t('alarm.closedBy', { name: closedBy ?? '', time: format.moment(closedAt) })} · ${t(`actions.${action}`)}${note ? ` · ${note}` : ''}`}</Text>
      )}
    </Section>
  );
}

const box = { width: 560, height: 200 };

/** The values of the weeks before, the rule's limits as lines; what lies beyond them stands out. */
function History({ alarm }: { alarm: Opened }): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const believed = alarm.history.filter(({ implausible }) => !implausible);
  const parts = (['first', 'second'] as const).map((part) => believed.flatMap((one) => {
    const value = part === 'first' ? one.value : one.value2;
    return value === null ? [] : [{ at: Date.parse(one.at), value }];
  }));
  const scale = scaleOf(parts.flat(), alarm.limits.map(({ value }) => value), box);
  const [first, last] = [believed[0], believed.at(-1)];
  return (
    <svg role="img" aria-label={t('alarm.alt', { count: believed.length, last: last ? valueOf(last) : '' })} className={css['chart']} viewBox={`-44 -10 ${box.width + 60} ${box.height + 40}`}>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line x1={0} x2={box.width} y1={scale.y(tick)} y2={scale.y(tick)} className={css['axis']} />
          <text x={-6} y={scale.y(tick) + 4} textAnchor="end" className={css['tick']}>
            {tick}
          </text>
        </g>
      ))}
      {alarm.limits.map(({ value, part }) => (
        <line key={`${part} ${value}`} x1={0} x2={box.width} y1={scale.y(value)} y2={scale.y(value)} className={css['limit']} />
      ))}
      {parts.map((points, i) => (
        <g key={i === 0 ? 'first' : 'second'}>
          <polyline points={points.map((point) => `${scale.x(point.at)},${scale.y(point.value)}`).join(' ')} className={`${css['line']} ${i === 0 ? '' : css['second']}`} />
          {points.map((point) => (
            <circle key={point.at} cx={scale.x(point.at)} cy={scale.y(point.value)} r={3.5} className={css['dot']} />
          ))}
        </g>
      ))}
      <text x={0} y={box.height + 20} className={css['tick']}>
        {first ? format.shortDay(first.at) : ''}
      </text>
      <text x={box.width} y={box.height + 20} textAnchor="end" className={css['tick']}>
        {last ? format.shortDay(last.at) : ''}
      </text>
    </svg>
  );
}
