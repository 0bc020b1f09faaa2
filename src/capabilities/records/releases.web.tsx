import { Button, NativeSelect, Textarea } from '@mantine/core';
import { IconMessageShare } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useActing } from '../../platform/acting.web.ts';
import { useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import type { PersonView } from '../people/people.ts';
import css from './records.module.css';
import { addRelease, listReleased, listReleases, releaseAddressees, ReleaseKind, revokeRelease, type ReleaseView } from './releases.ts';

const changes = [listReleases, listReleased];

/** What the class is told of a pupil: written, ended and taken back by the school doctor. */
export function ReleasesPanel({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const releases = useAsk(listReleases, { personId: person.personId });
  return (
    <div className={css['stack']}>
      <Section title={t('release.title')} note={t('release.note')}>
        <Loaded query={releases}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState icon={IconMessageShare} title={t('release.none')} />
            ) : (
              <ul className={css['list']} aria-label={t('release.title')}>
                {all.map((release) => (
                  <Release key={release.releaseId} personId={person.personId} release={release} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <ReleaseForm person={person} />
    </div>
  );
}

function Release({ personId, release }: { personId: PersonView['personId']; release: ReleaseView }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const take = useActing(revokeRelease, { said: t('release.revokedNow'), changes });
  const { kind, words, until, organization, teacher, inForce, revokedAt, releasedAt, releasedByName } = release;
  return (
    <li className={css['entry']}>
      <div className={css['text']}>
        <div className={css['number']}>{words}</div>
        <div className={css['quiet']}>
          {[t(`release.kinds.${kind}`), teacher ?? format.text(organization), until === null ? t('release.open') : t('release.until', { day: format.day(until) }), t('release.by', { name: releasedByName, day: format.day(releasedAt) })].join(' · ')}
        </div>
      </div>
      {inForce ? <StatusBadge tone="good">{t('release.inForce')}</StatusBadge> : <StatusBadge tone="neutral">{revokedAt === null ? t('release.over') : t('release.revoked', { day: format.day(revokedAt) })}</StatusBadge>}
      {inForce ? (
        <Button size="compact-sm" variant="subtle" c="var(--k-bad)" aria-label={t('release.revokeNamed', { words })} onClick={() => setAsking(true)}>
          {t('release.revoke')}
        </Button>
      ) : null}
      <ConfirmDialog
        opened={asking}
        title={t('release.revoke')}
        confirm={t('release.revoke')}
        danger
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          take.run({ personId, releaseId: release.releaseId });
        }}
      >
        {t('release.revokeHow', { words })}
      </ConfirmDialog>
    </li>
  );
}

function ReleaseForm({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const addressees = useAsk(releaseAddressees, { personId: person.personId });
  const [kind, setKind] = useState<ReleaseKind>('sport-exempt');
  const [words, setWords] = useState(t('release.examples.sport-exempt'));
  const [until, setUntil] = useState<Day | null>(null);
  const [at, setAt] = useState('');
  const [teacher, setTeacher] = useState('');
  const add = useActing(addRelease, { said: t('release.done'), changes, then: () => setUntil(null) });
  const organizations = addressees.data?.organizations ?? [];
  const organizationId = organizations.find((one) => String(one.organizationId) === at)?.organizationId ?? organizations.at(-1)?.organizationId;
  const choose = (next: ReleaseKind) => {
    setKind(next);
    setWords(t(`release.examples.${next}`));
  };
  const send = () => organizationId !== undefined && add.run({ personId: person.personId, organizationId, teacherId: teacher === '' ? null : teacher, kind, words, until });
  return (
    <Section title={t('release.new')}>
      <form noValidate onSubmit={(event) => (event.preventDefault(), send())} className={css['form']}>
        <NativeSelect label={t('release.kind')} value={kind} onChange={(event) => choose(ReleaseKind.parse(event.currentTarget.value))} data={ReleaseKind.options.map((one) => ({ value: one, label: t(`release.kinds.${one}`) }))} />
        <NativeSelect label={t('release.to')} value={String(organizationId ?? '')} onChange={(event) => setAt(event.currentTarget.value)} data={organizations.map((one) => ({ value: String(one.organizationId), label: format.text(one.name) }))} />
        <NativeSelect label={t('release.teacher')} value={teacher} onChange={(event) => setTeacher(event.currentTarget.value)} data={[{ value: '', label: t('release.allTeachers') }, ...(addressees.data?.teachers ?? []).map(({ accountId, name }) => ({ value: accountId, label: name }))]} />
        <DayField label={t('release.untilWhen')} value={until} onChange={setUntil} />
        <Textarea className={css['wide'] ?? ''} label={t('release.words')} description={t('release.wordsHow')} required maxLength={200} autosize minRows={2} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
        <div>
          <Button type="submit" loading={add.busy} disabled={organizationId === undefined || words.trim().length < 2}>{t('release.send')}</Button>
        </div>
      </form>
    </Section>
  );
}
