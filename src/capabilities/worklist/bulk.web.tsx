import { Button, Group, Select } from '@mantine/core';
import { IconMessage, IconUserShare } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ComponentType, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { undoable } from '../../platform/ui/undo.web.tsx';
import { assignWork, listColleagues, listWork, type WorkRow } from './worklist.ts';
import type { WorkLinks } from './links.web.ts';
import css from './worklist.module.css';

/** What can be done with all that are chosen; how many is said before, and it can be taken back. */
export function BulkBar({ rows, onDone, links }: { rows: readonly WorkRow[]; onDone: () => void; links: WorkLinks }): ReactElement | null {
  const { t } = useTranslation('worklist');
  const mayAssign = useMay('worklist.assign');
  const [Message, setMessage] = useState<ComponentType<{ persons: readonly number[]; onClose: () => void }> | null>(null);
  if (rows.length === 0) return null;
  return (
    <div className={css['bulk']} role="region" aria-label={t('bulk.label')}>
      <strong>{t('bulk.count', { count: rows.length })}</strong>
      <Group gap="xs">
        {mayAssign ? <Assign rows={rows} onDone={onDone} /> : null}
        {links.message ? <Button variant="default" leftSection={<IconMessage size={16} aria-hidden />} onClick={() => void links.message?.().then((loaded) => setMessage(() => loaded))}>{t('bulk.message')}</Button> : null}
        <Button variant="subtle" onClick={onDone}>{t('bulk.clear')}</Button>
      </Group>
      {Message === null ? null : <Message persons={[...new Set(rows.map(({ person }) => person.personId))]} onClose={() => setMessage(null)} />}
    </div>
  );
}

function Assign({ rows, onDone }: { rows: readonly WorkRow[]; onDone: () => void }): ReactElement {
  const { t } = useTranslation('worklist');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const colleagues = useAsk(listColleagues, {});
  const [to, setTo] = useState<string | null>(null);
  const act = useAct(assignWork);
  const renew = () => {
    for (const path of [listWork.path, '/api/worklist/counts']) void queries.invalidateQueries({ queryKey: [path] });
  };
  const named = new Map((colleagues.data ?? []).map(({ accountId, name, role }) => [accountId, { value: accountId, label: `${name} · ${t(`roles.${role}`, { defaultValue: role })}` }]));
  const hand = () => {
    const before = Map.groupBy(rows, ({ assignedTo }) => assignedTo);
    const items = (of: readonly WorkRow[]) => of.map(({ itemId, person }) => ({ personId: person.personId, itemId }));
    const takeBack = async () => {
      for (const [accountId, of] of before) await act.mutateAsync({ items: items(of), accountId });
      renew();
    };
    act.mutate({ items: items(rows), accountId: to }, {
      onError: (error) => toastFailed(wordsFor(error)),
      onSuccess: ({ changed }) => {
        renew();
        onDone();
        undoable({ message: t('bulk.assigned', { count: changed }), undoLabel: t('common:undo'), commit: () => {}, undo: () => void takeBack() });
      },
    });
  };
  return (
    <>
      <Select aria-label={t('bulk.to')} placeholder={t('bulk.to')} searchable value={to} onChange={setTo} data={[...named.values()]} w="14rem" />
      <Button leftSection={<IconUserShare size={16} aria-hidden />} disabled={to === null} loading={act.isPending} onClick={hand}>{t('bulk.assign')}</Button>
    </>
  );
}
