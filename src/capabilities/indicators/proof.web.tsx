import { Button, Drawer, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import type { Month } from '../care/reference-month.ts';
import css from './indicators.module.css';
import { personsBehind, proveValue, Side, type Proof } from './reporting.ts';

interface Where {
  readonly month?: Month;
  readonly organizationId?: number;
}

interface ProofDrawerProps {
  readonly id: string;
  readonly where: Where;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What stands behind a number, down to the persons for those who may see them. */
export function ProofDrawer({ id, where, opened, onClose }: ProofDrawerProps): ReactElement {
  const { t } = useTranslation('indicators');
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="xl" title={t('proof.title')} closeButtonProps={{ 'aria-label': t('proof.close') }}>
      {opened ? <ProofContent id={id} where={where} /> : null}
    </Drawer>
  );
}

function ProofContent({ id, where }: Pick<ProofDrawerProps, 'id' | 'where'>): ReactElement {
  const query = useAsk(proveValue, { id, ...where });
  return (
    <Loaded query={query}>
      {(proof) => (
        <>
          <ProofFacts proof={proof} />
          {proof.mayName ? <Persons id={id} where={where} proof={proof} /> : null}
        </>
      )}
    </Loaded>
  );
}

function ProofFacts({ proof }: { proof: Proof }): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const { own } = proof;
  return (
    <>
      <p>
        <StatusBadge tone={proof.agrees ? 'good' : 'warning'}>{t(proof.agrees ? 'proof.agrees' : 'proof.differs')}</StatusBadge>
      </p>
      <dl className={css['facts']}>
        <dt>{t('proof.version')}</dt>
        <dd>{t('proof.versionOf', { version: proof.version, since: format.day(proof.versions[0]?.since ?? proof.known) })}</dd>
        <dt>{t('proof.day')}</dt>
        <dd>{format.day(proof.day)}</dd>
        <dt>{t('proof.known')}</dt>
        <dd>{t('proof.knownWhy', { at: format.moment(proof.known) })}</dd>
        {own.held ? null : (
          <>
            <dt>{t('definition.numerator')}</dt>
            <dd>{own.numerator === null ? '–' : format.number(own.numerator)}</dd>
            <dt>{t('definition.denominator')}</dt>
            <dd>{own.denominator === null ? '–' : format.number(own.denominator)}</dd>
          </>
        )}
        {proof.left.map(({ reason, persons }) => [
          <dt key={`${reason} t`}>{t(`proof.left.${reason}`)}</dt>,
          <dd key={`${reason} d`}>{persons === null ? t('proof.few') : t('proof.people', { people: format.number(persons) })}</dd>,
        ])}
        {proof.expressions.map(({ part, text }) => [
          <dt key={`${part} t`}>{t(`proof.expression.${part}`)}</dt>,
          <dd key={`${part} d`} className={css['code']}>{text}</dd>,
        ])}
        {proof.fingerprint === null ? null : (
          <>
            <dt>{t('proof.fingerprint')}</dt>
            <dd className={css['code']}>{proof.fingerprint}</dd>
          </>
        )}
      </dl>
    </>
  );
}

function Persons({ id, where, proof }: { id: string; where: Where; proof: Proof }): ReactElement {
  const { t } = useTranslation('indicators');
  const [side, setSide] = useState<Side>('rest');
  const [after, setAfter] = useState(0);
  const query = useAsk(personsBehind, { id, ...where, side, after });
  const show = (next: string) => {
    setSide(Side.parse(next));
    setAfter(0);
  };
  return (
    <section aria-label={t('proof.persons')}>
      <h3>{t('proof.persons')}</h3>
      <SegmentedControl value={side} onChange={show} data={(['rest', 'upper', 'all'] as const).map((value) => ({ value, label: t(`proof.side.${value}`) }))} aria-label={t('proof.persons')} />
      <Loaded query={query}>
        {({ persons, more }) =>
          persons.length === 0 ? (
            <EmptyState title={t('proof.nobody')} />
          ) : (
            <>
              <ul className={css['bars']}>
                {persons.map(({ personId, name, values }) => (
                  <li key={personId}>
                    <Link to={`/people/${personId}`}>{name}</Link> <Known values={values} facts={proof.facts} />
                  </li>
                ))}
              </ul>
              {more ? (
                <Button variant="light" onClick={() => setAfter(persons.at(-1)?.personId ?? 0)}>
                  {t('proof.more')}
                </Button>
              ) : null}
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function Known({ values, facts }: { values: Readonly<Record<string, number | string | boolean>>; facts: Proof['facts'] }): ReactElement {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const words = (value: number | string | boolean) => (typeof value === 'number' ? format.number(value) : typeof value === 'boolean' ? t(value ? 'yes' : 'no') : t(`word.${value}`, { defaultValue: value }));
  return (
    <span className={css['quiet']}>
      {facts
        .filter((fact) => values[fact.id] !== undefined)
        .map((fact) => `${format.text(fact.title)} ${words(values[fact.id] ?? '')}${fact.unit === null ? '' : ` ${fact.unit.replace('mm[Hg]', 'mmHg')}`}`)
        .join(' · ')}
    </span>
  );
}
