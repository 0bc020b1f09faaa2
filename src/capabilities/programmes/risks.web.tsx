import { Button, Group } from '@mantine/core';
import { IconEye, IconFlag, IconPencil, IconPlus, IconShieldCheck } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, useAct } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import css from './programme.module.css';
import { openProgramme, type ProgrammeView, type RiskState } from './programmes.ts';
import { RiskDialog } from './risk-dialog.web.tsx';
import { RiskMatrix } from './risk-matrix.web.tsx';
import { gradeOf, moveRisk, type RiskGrade } from './risk-register.ts';

type Risk = ProgrammeView['risks'][number];

const grades: Record<RiskGrade, Tone> = { low: 'good', middle: 'warning', high: 'bad' };
const urgency: Record<RiskState, number> = { open: 0, watched: 1, closed: 2 };

/** The register: open risks first, then the gravest. */
export function RisksTab({ programme }: { programme: ProgrammeView }): ReactElement {
  const { t } = useTranslation('riskRegister');
  const mayJudge = useMay('programmes.risks');
  const [judged, setJudged] = useState<Risk | 'new' | null>(null);
  const { risks } = programme;
  const weight = ({ likelihood, impact }: Risk) => (likelihood ?? 0) * (impact ?? 0);
  const ordered = risks.toSorted((a, b) => urgency[a.state] - urgency[b.state] || weight(b) - weight(a) || a.position - b.position);
  const add = mayJudge ? (
    <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setJudged('new')}>
      {t('add')}
    </Button>
  ) : null;
  return (
    <div className={css['parts']}>
      {risks.length === 0 ? (
        <Card>
          <EmptyState title={t('programmes:risks.empty')} action={add}>
            {t('programmes:risks.emptyWhy')}
          </EmptyState>
        </Card>
      ) : (
        <>
          <Section title={t('matrix.title')} note={t('matrix.note')} actions={add}>
            <RiskMatrix risks={ordered} />
          </Section>
          <ul className={css['risks']}>
            {ordered.map((risk) => (
              <RiskCard key={risk.riskId} risk={risk} programme={programme} onJudge={mayJudge ? () => setJudged(risk) : null} />
            ))}
          </ul>
        </>
      )}
      {judged ? <RiskDialog programme={programme} risk={judged === 'new' ? null : judged} onClose={() => setJudged(null)} /> : null}
    </div>
  );
}

function RiskCard({ risk, programme, onJudge }: { risk: Risk; programme: ProgrammeView; onJudge: (() => void) | null }): ReactElement {
  const { t } = useTranslation('riskRegister');
  const format = useFormat();
  const grade = gradeOf(risk);
  const tasks = programme.taskList.filter((task) => task.origin?.id === risk.riskId);
  return (
    <li>
      <Group gap="xs" justify="space-between">
        <h3>{risk.risk}</h3>
        <Group gap="xs">
          {risk.state === 'watched' ? null : (
            <StatusBadge tone={risk.state === 'open' ? 'bad' : 'neutral'} {...(risk.state === 'open' ? { icon: IconFlag } : {})}>
              {t(`state.${risk.state}`)}
            </StatusBadge>
          )}
          <StatusBadge tone={grade ? grades[grade] : 'neutral'}>{t(grade ? `grade.${grade}` : 'grade.none')}</StatusBadge>
        </Group>
      </Group>
      <p className={css['label']}>
        {[risk.owner && t('ownedBy', { owner: risk.owner }), risk.openedOn && t(risk.openedAt === null ? 'openedOn' : 'openedAt', { day: format.day(risk.openedOn), value: risk.openedAt === null ? '' : format.number(risk.openedAt) }), tasks.length > 0 && t('tasksOf', { done: tasks.filter((task) => task.state === 'done').length, count: tasks.length })].filter(Boolean).join(' · ')}
      </p>
      {risk.mitigations.length === 0 ? (
        <p className={css['label']}>{t('programmes:risks.noMitigations')}</p>
      ) : (
        <>
          <p className={css['label']}>{t('programmes:risks.mitigations')}</p>
          <ul>
            {risk.mitigations.map((mitigation) => (
              <li key={mitigation}>{mitigation}</li>
            ))}
          </ul>
        </>
      )}
      {onJudge ? <RiskActs risk={risk} programmeId={programme.programmeId} onJudge={onJudge} /> : null}
    </li>
  );
}

const moves: Record<RiskState, { readonly to: RiskState; readonly icon: typeof IconFlag }> = {
  watched: { to: 'open', icon: IconFlag },
  open: { to: 'closed', icon: IconShieldCheck },
  closed: { to: 'watched', icon: IconEye },
};

function RiskActs({ risk, programmeId, onJudge }: { risk: Risk; programmeId: ProgrammeView['programmeId']; onJudge: () => void }): ReactElement {
  const { t } = useTranslation('riskRegister');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const move = useAct(moveRisk, async ({ state }) => {
    await queries.invalidateQueries({ queryKey: asking(openProgramme, { programmeId }).queryKey });
    toastDone(t(`moved.${state}`));
  });
  const { to, icon: Icon } = moves[risk.state];
  return (
    <Group gap="xs" mt="xs">
      <Button size="compact-md" variant="light" leftSection={<IconPencil size={16} aria-hidden />} aria-label={t('judgeNamed', { risk: risk.risk })} onClick={onJudge}>
        {t('judge')}
      </Button>
      <Button size="compact-md" variant="default" loading={move.isPending} leftSection={<Icon size={16} aria-hidden />} aria-label={t('moveNamed', { act: t(`move.${to}`), risk: risk.risk })} onClick={() => move.mutate({ riskId: risk.riskId, state: to }, { onError: (error) => toastFailed(wordsFor(error)) })}>
        {t(`move.${to}`)}
      </Button>
    </Group>
  );
}
