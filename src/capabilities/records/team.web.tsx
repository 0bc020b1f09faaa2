import { Button, Group, Select } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { useActing } from '../../platform/acting.web.ts';
import { addTeamMember, listMyCases, listTeamStaff, removeTeamMember, teamsOfPerson, type TeamView } from '../access/teams.ts';
import type { PersonId } from '../people/people.ts';
import css from './records.module.css';

type Member = TeamView['members'][number];

/** Who works on the case: the team itself takes in members, and lets them go. */
export function TeamSection({ personId, team: { teamId, formedAt, members } }: { personId: PersonId; team: TeamView }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const mayManage = useMay('access.teams');
  const [leaving, setLeaving] = useState<Member | null>(null);
  const remove = useActing(removeTeamMember, { said: t('sealed.removed'), changes: [teamsOfPerson, listMyCases] });
  return (
    <Section title={t('sealed.team')} note={t('sealed.teamNote', { day: format.day(formedAt) })}>
      <ul className={css['list']} aria-label={t('sealed.team')}>
        {members.map((member) => (
          <li key={member.accountId} className={css['entry']}>
            <div className={css['text']}>
              <span className={css['number']}>{member.name}</span> {member.me ? <span className={css['quiet']}>{t('sealed.me')}</span> : null}
              <div className={css['quiet']}>{t('sealed.since', { day: format.day(member.since) })}</div>
            </div>
            {mayManage && members.length > 1 ? (
              <Button size="compact-sm" variant="subtle" c="var(--k-bad)" aria-label={t('sealed.removeNamed', { name: member.name })} onClick={() => setLeaving(member)}>
                {t(member.me ? 'sealed.leave' : 'sealed.remove')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayManage ? <AddMember personId={personId} teamId={teamId} members={members} /> : null}
      <ConfirmDialog
        opened={leaving !== null}
        title={t(leaving?.me ? 'sealed.leave' : 'sealed.remove')}
        confirm={t(leaving?.me ? 'sealed.leave' : 'sealed.remove')}
        danger
        onClose={() => setLeaving(null)}
        onConfirm={() => {
          if (leaving) remove.run({ personId, teamId, accountId: leaving.accountId });
          setLeaving(null);
        }}
      >
        {t('sealed.removeHow', { name: leaving?.name ?? '' })}
      </ConfirmDialog>
    </Section>
  );
}

function AddMember({ personId, teamId, members }: { personId: PersonId; teamId: TeamView['teamId']; members: readonly Member[] }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const staff = useAsk(listTeamStaff, {});
  const [chosen, setChosen] = useState<string | null>(null);
  const add = useActing(addTeamMember, { said: t('sealed.added'), changes: [teamsOfPerson, listMyCases], then: () => setChosen(null) });
  const free = (staff.data ?? []).filter(({ accountId }) => !members.some((member) => member.accountId === accountId));
  const one = free.find(({ accountId }) => accountId === chosen);
  return (
    <Group mt="sm" align="flex-end">
      <Select
        label={t('sealed.addWho')}
        searchable
        clearable
        nothingFoundMessage={t('sealed.nobody')}
        data={free.map(({ accountId, name, roleTitle }) => ({ value: accountId, label: `${name} · ${format.text(roleTitle)}` }))}
        value={chosen}
        onChange={setChosen}
      />
      <Button variant="default" disabled={!one} loading={add.busy} onClick={() => one && add.run({ personId, teamId, accountId: one.accountId })}>
        {t('sealed.add')}
      </Button>
    </Group>
  );
}
