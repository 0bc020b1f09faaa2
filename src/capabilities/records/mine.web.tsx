import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { listOwnCorrections, type CorrectionView } from './corrections.ts';
import { useRecordWords } from './record-words.web.ts';

const page = 20;

/** What was corrected in my record: the old and the new, who changed it, when and why. */
export function CorrectionsPanel({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('records');
  const [limit, setLimit] = useState(page);
  const corrections = useAsk(listOwnCorrections, { personId, limit });
  return (
    <Loaded query={corrections}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState title={t('corrections.none')} />
        ) : (
          <Stack gap="lg" component="ol" p={0} m={0} style={{ listStyle: 'none' }}>
            {all.map((one, i) => <Corrected key={`${one.at} ${i}`} correction={one} />)}
            {all.length === limit && limit < 200 ? <Button variant="default" onClick={() => setLimit(Math.min(limit * 2, 200))}>{t('common:more')}</Button> : null}
          </Stack>
        )
      }
    </Loaded>
  );
}

function Corrected({ correction: { at, by, change, reason, what } }: { correction: CorrectionView }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const words = useRecordWords();
  const text = (version: 'was' | 'now') => {
    if (what.kind === 'entry') { const entry = what[version]; return entry && [words.entryTitle(entry), ...words.entryDetails(entry)].join(' · '); }
    const value = what[version];
    return value && `${words.value({ code: what.code, ...value })} · ${format.moment(value.effectiveAt)}`;
  };
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{what.kind === 'value' ? words.title(what.code) : t(`kinds.${what.was.resource}`)}</Text>
        <Badge variant="light" color={change === 'withdrawn' ? 'gray' : 'blue'}>{t(`change.${change}`)}</Badge>
      </Group>
      <Text>{t('corrections.was')}<s>{text('was')}</s></Text>
      {what.now === null ? null : <Text>{t('corrections.now')}{text('now')}</Text>}
      <Text size="sm" c="dimmed">{[format.moment(at), by ?? t('versions.machine'), reason].filter((part) => part !== '').join(' · ')}</Text>
    </li>
  );
}
