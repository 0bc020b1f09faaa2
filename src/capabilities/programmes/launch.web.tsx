import { Button, Group, Loader, Modal, Select, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCalendarEvent, IconChecklist, IconRocket, IconTargetArrow, IconTimeline } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { ErrorState, LoadingState, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { listOrganizations } from '../organizations/organizations.ts';
import { listDrafts, type DraftId } from '../plans/plans.ts';
import { launchProgramme, listProgrammes, previewLaunch, proposeLaunch } from './programmes.ts';

interface LaunchProps {
  readonly draftId: DraftId;
  readonly version: number;
  readonly title: string;
  readonly onClose: () => void;
}

/** From a checked plan to a running programme: when, whose, and what will come of it. */
export function LaunchDialog(slot: LaunchProps): ReactElement {
  const { t } = useTranslation('plans');
  const proposal = useAsk(proposeLaunch, { draftId: slot.draftId });
  const organizations = useAsk(listOrganizations, {});
  const error = proposal.error ?? organizations.error;
  return (
    <Modal opened onClose={slot.onClose} title={t('launch.title')} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
      {proposal.data && organizations.data ? (
        <LaunchForm slot={slot} proposed={proposal.data} organizations={organizations.data} />
      ) : error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([proposal.refetch(), organizations.refetch()])} />
      ) : (
        <LoadingState rows={3} />
      )}
    </Modal>
  );
}

interface FormProps {
  readonly slot: LaunchProps;
  readonly proposed: { readonly startsOn: Day; readonly endsOn: Day };
  readonly organizations: ReturnType<typeof listOrganizations.output.parse>;
}

function LaunchForm({ slot: { draftId, version, title, onClose }, proposed, organizations }: FormProps): ReactElement {
  const { t } = useTranslation('plans');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const wordsFor = useProblemWords();
  const [startsOn, setStartsOn] = useState<Day | null>(proposed.startsOn);
  const [endsOn, setEndsOn] = useState<Day | null>(proposed.endsOn);
  const [organizationId, setOrganizationId] = useState(organizations[0]?.organizationId ?? 0);
  const period = startsOn !== null && endsOn !== null && startsOn < endsOn ? { startsOn, endsOn } : null;
  const launch = useAct(launchProgramme, async ({ programmeId }) => {
    toastDone(t('launch.launched', { title }));
    void queries.invalidateQueries({ queryKey: [listDrafts.path] });
    void queries.invalidateQueries({ queryKey: [listProgrammes.path] });
    await navigate({ to: `/programmes/${programmeId}` });
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (period) launch.mutate({ draftId, version, ...period, organizationId });
      }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('launch.why')}
        </Text>
        <Group grow align="start" preventGrowOverflow={false}>
          <DayField label={t('launch.startsOn')} value={startsOn} onChange={setStartsOn} required />
          <DayField label={t('launch.endsOn')} value={endsOn} onChange={setEndsOn} required {...(startsOn !== null && endsOn !== null && !period ? { error: t('launch.endsBefore') } : {})} />
        </Group>
        <OrganizationSelect organizations={organizations} value={organizationId} onChange={setOrganizationId} />
        {period ? <Preview draftId={draftId} {...period} /> : null}
        {launch.error ? (
          <Notice role="alert" tone="bad" icon={IconAlertTriangle}>
            {wordsFor(launch.error)}
          </Notice>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" disabled={!period} loading={launch.isPending} leftSection={<IconRocket size={18} aria-hidden />}>
            {t('launch.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The tree that the role reaches, each level set in a little further. */
function OrganizationSelect({ organizations, value, onChange }: { organizations: FormProps['organizations']; value: number; onChange: (id: number) => void }): ReactElement {
  const { t, i18n } = useTranslation('plans');
  const depths = new Map<number, number>();
  for (const { organizationId, parentId } of organizations) depths.set(organizationId, parentId === null ? 0 : (depths.get(parentId) ?? -1) + 1);
  const data = organizations.map((one) => ({ value: String(one.organizationId), label: i18n.language === 'en' ? one.nameEn : one.nameZh }));
  return (
    <Select
      label={t('launch.organization')}
      description={t('launch.organizationWhy')}
      data={data}
      value={String(value)}
      searchable
      allowDeselect={false}
      required
      maxDropdownHeight={280}
      nothingFoundMessage={t('bind.nothing')}
      onChange={(next) => next !== null && onChange(Number(next))}
      renderOption={({ option }) => <span style={{ paddingInlineStart: `${(depths.get(Number(option.value)) ?? 0) * 1.1}rem` }}>{option.label}</span>}
    />
  );
}

type Outcome = ReturnType<typeof previewLaunch.output.parse>;

function Preview(input: { draftId: DraftId; startsOn: Day; endsOn: Day }): ReactElement {
  const { t } = useTranslation('plans');
  const preview = useAsk(previewLaunch, input);
  if (preview.error) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  return (
    <section aria-label={t('launch.preview')} aria-busy={!preview.data} style={{ minHeight: '9rem' }}>
      <Text fw={600} mb="xs">
        {t('launch.preview')}
      </Text>
      {preview.data ? (
        <OutcomeView outcome={preview.data} />
      ) : (
        <Group gap="xs">
          <Loader size="sm" aria-hidden />
          <Text size="sm">{t('launch.previewing')}</Text>
        </Group>
      )}
    </section>
  );
}

function OutcomeView({ outcome }: { outcome: Outcome }): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const facts = [
    { icon: IconTimeline, words: t('launch.phases', { count: outcome.phases.length }) },
    { icon: IconCalendarEvent, words: t('launch.sessions', { count: outcome.sessions }) },
    { icon: IconChecklist, words: t('launch.tasks', { count: outcome.tasks }) },
    { icon: IconTargetArrow, words: t('launch.bound', { count: outcome.boundGoals }) },
  ];
  const warnings = [
    { words: outcome.unscheduled.length > 0 ? t('launch.unscheduled', { count: outcome.unscheduled.length }) : '', names: outcome.unscheduled },
    { words: outcome.unboundGoals.length > 0 ? t('launch.unbound', { count: outcome.unboundGoals.length }) : '', names: outcome.unboundGoals },
    { words: outcome.unannouncedYears.length > 0 ? t('launch.unannounced', { years: outcome.unannouncedYears.join(', ') }) : '', names: [] },
  ].filter(({ words }) => words !== '');
  return (
    <Stack gap="xs">
      <Group gap="md">
        {facts.map(({ icon: Icon, words }) => (
          <Group key={words} gap={6} wrap="nowrap">
            <Icon size={18} aria-hidden />
            <Text size="sm">{words}</Text>
          </Group>
        ))}
      </Group>
      <details hidden={outcome.phases.length === 0}>
        <summary>{t('launch.phaseList')}</summary>
        <ul>
          {outcome.phases.map(({ name, startsOn, endsOn }) => (
            <li key={`${name} ${startsOn}`}>
              {name} · {t('launch.span', { from: format.day(startsOn), to: format.day(endsOn) })}
            </li>
          ))}
        </ul>
      </details>
      {warnings.map(({ words, names }) => (
        <Notice key={words} tone="warning" icon={IconAlertTriangle}>
          {names.length === 0 ? (
            words
          ) : (
            <details>
              <summary>{words}</summary>
              <ul>
                {names.map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            </details>
          )}
        </Notice>
      ))}
    </Stack>
  );
}
