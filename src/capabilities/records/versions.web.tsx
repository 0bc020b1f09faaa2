import { Table, Title } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';

interface Version {
  readonly text: string;
  readonly recordedAt: string;
  readonly recordedBy: string | null;
  readonly ended: { readonly at: string; readonly by: string | null; readonly change: 'corrected' | 'withdrawn'; readonly reason: string } | null;
}

/** What stood on record and until when, who changed it and why; the newest first. */
export function VersionList({ versions }: { versions: readonly Version[] }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  return (
    <div>
      <Title order={3} size="h5">
        {t('versions.title')}
      </Title>
      <Table.ScrollContainer minWidth={420}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('versions.value')}</Table.Th>
              <Table.Th scope="col">{t('versions.recorded')}</Table.Th>
              <Table.Th scope="col">{t('versions.ended')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {versions.map(({ text, recordedAt, recordedBy, ended }, i) => (
              <Table.Tr key={`${recordedAt} ${i}`}>
                <Table.Td td={ended === null ? '' : 'line-through'}>{text}</Table.Td>
                <Table.Td>
                  {format.moment(recordedAt)} · {recordedBy ?? t('versions.machine')}
                </Table.Td>
                <Table.Td>{ended === null ? t('versions.stands') : `${format.moment(ended.at)} · ${t(`change.${ended.change}`)} · ${ended.by ?? t('versions.machine')} · ${ended.reason}`}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
