import { Anchor, Button, CopyButton, Group, Progress, Stack, Table, Tabs, Text } from '@mantine/core';
import { IconBell, IconCopy, IconPrinter, IconScreenShare } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { GivenSearch } from './addresses.ts';
import { BeforeAfterTab } from './before-after.web.tsx';
import { readDistribution, readProgress, remindNow, type DistributionView, type Progress as ProgressView } from './distribution.ts';
import css from './forms.module.css';
import { standingTones } from './given-list.web.tsx';
import { QrCode } from './qr.web.tsx';
import { ResultsTab } from './results.web.tsx';

/** One giving of a form: its link, how far it has come, and what was answered. */
export function GivenPage(): ReactElement {
  const { distributionId = '' } = useParams({ strict: false });
  const given = useAsk(readDistribution, { distributionId });
  return <Page><Loaded query={given}>{(view) => <Given given={view} />}</Loaded></Page>;
}

function Given({ given }: { given: DistributionView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [{ tab }, setSearch] = useSearchState(GivenSearch);
  const mayRead = useMay('forms.results');
  const paired = given.respondents !== 'anonymous';
  const note = [format.text(given.organization), t(`respondents.${given.respondents}`), t(`audiences.${given.audience}`), given.closesAt === null ? format.day(given.opensAt) : `${format.day(given.opensAt)} – ${format.day(given.closesAt)}`].join(' · ');
  return (
    <>
      <PageHeader title={given.title} note={note} actions={<StatusBadge tone={standingTones[given.standing]}>{t(`standing.${given.standing}`)}</StatusBadge>} />
      <Anchor component={Link} to={`/forms/bank/${given.formKey}`}>{format.text(given.formTitle)}</Anchor>
      <Tabs value={tab} onChange={(next) => setSearch({ tab: GivenSearch.shape.tab.parse(next) })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="progress">{t('given.progress')}</Tabs.Tab>
          {mayRead ? <Tabs.Tab value="results">{t('given.results')}</Tabs.Tab> : null}
          {mayRead && paired ? <Tabs.Tab value="compare">{t('given.compare')}</Tabs.Tab> : null}
        </Tabs.List>
        <Tabs.Panel value="progress"><Stack><Door given={given} /><ProgressSection given={given} /></Stack></Tabs.Panel>
        <Tabs.Panel value="results">{mayRead ? <ResultsTab given={given} /> : null}</Tabs.Panel>
        <Tabs.Panel value="compare">{mayRead && paired ? <BeforeAfterTab given={given} /> : null}</Tabs.Panel>
      </Tabs>
    </>
  );
}

/** The way in: link, QR code, poster, kiosk. */
function Door({ given }: { given: DistributionView }): ReactElement | null {
  const { t } = useTranslation('forms');
  if (given.audience === 'people' && given.respondents === 'identified') return <Section title={t('door.title')}><Text>{t('door.people')}</Text></Section>;
  const link = `${window.location.origin}/f/${given.token}`;
  return (
    <Section title={t('door.title')}>
      <Group align="flex-start">
        <QrCode text={link} label={t('door.qr', { title: given.title })} className={css['qr'] ?? ''} />
        <Stack gap="xs" className={css['grow'] ?? ''}>
          <Text ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>{link}</Text>
          <Group gap="xs">
            <CopyButton value={link}>{({ copied, copy }) => <Button variant="default" leftSection={<IconCopy size={18} aria-hidden />} onClick={copy}>{t(copied ? 'door.copied' : 'door.copy')}</Button>}</CopyButton>
            <Button variant="default" component={Link} to={`/forms/given/${given.distributionId}/poster`} leftSection={<IconPrinter size={18} aria-hidden />}>{t('door.poster')}</Button>
            {given.audience === 'link' && given.respondents === 'anonymous' ? <Button variant="default" component="a" href={`/f/${given.token}?kiosk=1`} target="_blank" leftSection={<IconScreenShare size={18} aria-hidden />}>{t('door.kiosk')}</Button> : null}
          </Group>
          <Text size="sm" c="dimmed">{t(given.audience === 'people' ? 'door.ticketNote' : 'door.linkNote')}</Text>
        </Stack>
      </Group>
    </Section>
  );
}

/** How often a running progress is looked at again, in milliseconds. */
const lookEvery = 10_000;

function ProgressSection({ given }: { given: DistributionView }): ReactElement {
  const progress = useQuery({ ...asking(readProgress, { distributionId: given.distributionId }), refetchInterval: given.standing === 'open' ? lookEvery : false });
  return <Loaded query={progress}>{(shown) => <Figures given={given} progress={shown} />}</Loaded>;
}

function Figures({ given, progress }: { given: DistributionView; progress: ProgressView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const share = progress.asked === null || progress.asked === 0 ? null : progress.answered / progress.asked;
  return (
    <Section title={t('given.progress')} actions={<Remind given={given} />}>
      <div className={css['figures']} aria-live="polite">
        <div><Text size="sm" c="dimmed">{t('given.answeredLabel')}</Text><span className={css['big']}>{format.number(progress.answered)}</span></div>
        {progress.asked === null ? null : <div><Text size="sm" c="dimmed">{t('given.askedLabel')}</Text><span className={css['big']}>{format.number(progress.asked)}</span></div>}
        {share === null ? null : <div><Text size="sm" c="dimmed">{t('given.shareLabel')}</Text><span className={css['big']}>{format.share(share)}</span></div>}
        {progress.reminded > 0 ? <div><Text size="sm" c="dimmed">{t('given.remindedLabel')}</Text><span className={css['big']}>{format.number(progress.reminded)}</span></div> : null}
      </div>
      {progress.groups.length > 0 ? (
        <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('given.groups')}>
          <Table mt="md">
            <Table.Thead><Table.Tr><Table.Th>{t('given.group')}</Table.Th><Table.Th ta="end">{t('given.answeredLabel')}</Table.Th>{progress.asked === null ? null : <><Table.Th ta="end">{t('given.askedLabel')}</Table.Th><Table.Th w="30%">{t('given.shareLabel')}</Table.Th></>}</Table.Tr></Table.Thead>
            <Table.Tbody>
              {progress.groups.map(({ organizationId, organization, asked, answered }) => (
                <Table.Tr key={organizationId}>
                  <Table.Td>{format.text(organization)}</Table.Td>
                  <Table.Td ta="end">{answered === null ? t('results.few') : format.number(answered)}</Table.Td>
                  {progress.asked === null ? null : <><Table.Td ta="end">{asked === null ? '–' : format.number(asked)}</Table.Td><Table.Td>{asked === null || asked === 0 || answered === null ? null : <Progress value={Math.min(100, (answered / asked) * 100)} aria-label={format.share(answered / asked)} />}</Table.Td></>}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : null}
    </Section>
  );
}

function Remind({ given }: { given: DistributionView }): ReactElement | null {
  const { t } = useTranslation('forms');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const mayGive = useMay('forms.distribute');
  const remind = useAct(remindNow, ({ reminded }) => {
    toastDone(t('given.remindDone', { count: reminded }));
    void queries.invalidateQueries({ queryKey: [readProgress.path] });
  });
  if (!mayGive || given.audience !== 'people' || given.standing !== 'open') return null;
  return <Button variant="default" loading={remind.isPending} leftSection={<IconBell size={18} aria-hidden />} onClick={() => remind.mutate({ distributionId: given.distributionId }, { onError: (error) => toastFailed(wordsFor(error)) })}>{t('given.remind')}</Button>;
}
