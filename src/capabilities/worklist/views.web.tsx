import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { WorkSearch } from './addresses.ts';
import { deleteView, listViews, saveView } from './views.ts';

/** The list as it is filtered now, under a name; one's own, or the team's. */
export function Views({ search, onOpen }: { search: WorkSearch; onOpen: (search: WorkSearch) => void }): ReactElement {
  const { t } = useTranslation('worklist');
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [title, setTitle] = useState('');
  const [shared, setShared] = useState(false);
  const views = useAsk(listViews, {});
  const renew = () => queries.invalidateQueries({ queryKey: [listViews.path] });
  const save = useAct(saveView, () => {
    setTitle('');
    return renew();
  });
  const drop = useAct(deleteView, renew);
  const { page: _page, ...filters } = search;
  const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as Record<string, string | number>;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withArrow trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} aria-hidden />} onClick={() => setOpened(!opened)}>{t('views.label')}</Button>
      </Popover.Target>
      <Popover.Dropdown w="19rem">
        <Stack gap="xs">
          {views.data?.length === 0 ? <Text size="sm" c="dimmed">{t('views.none')}</Text> : null}
          {(views.data ?? []).map((view) => (
            <Group key={view.viewId} justify="space-between" wrap="nowrap">
              <Button variant="subtle" size="compact-sm" onClick={() => {
                setOpened(false);
                onOpen(WorkSearch.parse(view.search));
              }}>{view.title}{view.shared ? ` · ${t('views.shared')}` : ''}</Button>
              {view.mine ? <ActionIcon variant="subtle" color="gray" aria-label={t('views.delete', { title: view.title })} onClick={() => drop.mutate({ viewId: view.viewId })}><IconTrash size={16} aria-hidden /></ActionIcon> : null}
            </Group>
          ))}
          <form onSubmit={(event) => {
            event.preventDefault();
            if (title.trim() !== '') save.mutate({ title: title.trim(), search: kept, shared });
          }}>
            <Stack gap="xs">
              <TextInput label={t('views.title')} value={title} maxLength={40} onChange={(event) => setTitle(event.currentTarget.value)} />
              <Checkbox label={t('views.share')} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
              <Button type="submit" size="compact-md" disabled={title.trim() === ''} loading={save.isPending}>{t('views.save')}</Button>
            </Stack>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
