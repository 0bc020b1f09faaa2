import { Button, Group, NativeSelect, Select, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { FilteredOut, Loaded } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import type { OrganizationView} from './organizations.ts';
import { createOrganization, listOrganizations, moveOrganization, OrganizationKind, renameOrganization } from './organizations.ts';
import css from './organizations.module.css';
import { OrganizationsSearch } from './addresses.ts';

type Node = z.infer<typeof OrganizationView>;
type Doing = { readonly act: 'create' | 'rename' | 'move'; readonly node: Node };

/** More lines than this are not drawn: a search narrows them down. */
const most = 400;

export function TreePanel(): ReactElement {
  const tree = useAsk(listOrganizations, {});
  return <Loaded query={tree}>{(nodes) => <Tree nodes={nodes} />}</Loaded>;
}

function Tree({ nodes }: { nodes: readonly Node[] }): ReactElement {
  const { t } = useTranslation('organizations');
  const [{ find = '' }, setSearch] = useSearchState(OrganizationsSearch);
  const [doing, setDoing] = useState<Doing | null>(null);
  const depths = useMemo(() => depthsOf(nodes), [nodes]);
  const shown = nodes.filter(({ nameZh, nameEn }) => `${nameZh} ${nameEn}`.toLowerCase().includes(find.trim().toLowerCase()));
  return (
    <Card>
      <TextInput type="search" label={t('tree.find')} value={find} onChange={(event) => setSearch({ find: event.currentTarget.value || undefined }, { replace: true })} mb="sm" />
      {shown.length === 0 ? <FilteredOut onClear={() => setSearch({ find: undefined })} /> : null}
      <ul className={css['tree']} aria-label={t('tabs.tree')}>
        {shown.slice(0, most).map((node) => (
          <Line key={node.organizationId} node={node} depth={find === '' ? (depths.get(node.organizationId) ?? 0) : 0} onDo={(act) => setDoing({ act, node })} />
        ))}
      </ul>
      {shown.length > most ? <Text c="dimmed">{t('tree.more', { shown: most, count: shown.length })}</Text> : null}
      {doing?.act === 'move' ? <MoveDialog node={doing.node} nodes={nodes} onClose={() => setDoing(null)} /> : null}
      {doing && doing.act !== 'move' ? <NameDialog key={`${doing.act} ${doing.node.organizationId}`} {...doing} act={doing.act} onClose={() => setDoing(null)} /> : null}
    </Card>
  );
}

function depthsOf(nodes: readonly Node[]): Map<number, number> {
  const depths = new Map<number, number>();
  for (const { organizationId, parentId } of nodes) depths.set(organizationId, parentId === null ? 0 : (depths.get(parentId) ?? -1) + 1);
  return depths;
}

function Line({ node, depth, onDo }: { node: Node; depth: number; onDo: (act: Doing['act']) => void }): ReactElement {
  const { t } = useTranslation('organizations');
  const format = useFormat();
  const mayManage = useMay('organizations.manage');
  const name = format.text({ zh: node.nameZh, en: node.nameEn });
  return (
    <li className={css['line']} style={{ paddingInlineStart: `${depth * 1.25}rem` }}>
      <span>
        {name} <Text span size="sm" c="dimmed">{t(`kinds.${node.kind}`)}</Text>
      </span>
      {mayManage ? (
        <Group gap={4}>
          {(['create', 'rename', 'move'] as const).map((act) => (
            <Button key={act} size="compact-sm" variant="subtle" aria-label={t(`tree.${act}Of`, { name })} onClick={() => onDo(act)}>{t(`tree.${act}`)}</Button>
          ))}
        </Group>
      ) : null}
    </li>
  );
}

function useTreeDone(onClose: () => void): (message: string) => Promise<void> {
  const queries = useQueryClient();
  return async (message) => {
    onClose();
    toastDone(message);
    await queries.invalidateQueries({ queryKey: [listOrganizations.path] });
  };
}

function NameDialog({ act, node, onClose }: { act: 'create' | 'rename'; node: Node; onClose: () => void }): ReactElement {
  const { t } = useTranslation('organizations');
  const done = useTreeDone(onClose);
  const [nameZh, setNameZh] = useState(act === 'rename' ? node.nameZh : '');
  const [nameEn, setNameEn] = useState(act === 'rename' ? node.nameEn : '');
  const [kind, setKind] = useState<OrganizationKind>('department');
  const create = useAct(createOrganization, () => done(t('tree.created')));
  const rename = useAct(renameOrganization, () => done(t('tree.renamed')));
  const send = () => (act === 'create' ? create.mutate({ parentId: node.organizationId, kind, nameZh, nameEn }) : rename.mutate({ organizationId: node.organizationId, nameZh, nameEn }));
  return (
    <DialogForm opened title={t(`tree.${act}Of`, { name: node.nameZh })} busy={create.isPending || rename.isPending} error={create.error ?? rename.error} ready={nameZh.trim() !== ''} onSubmit={send} onClose={onClose}>
      <TextInput label={t('tree.nameZh')} value={nameZh} onChange={(event) => setNameZh(event.currentTarget.value)} required data-autofocus />
      <TextInput label={t('tree.nameEn')} value={nameEn} onChange={(event) => setNameEn(event.currentTarget.value)} />
      {act === 'create' ? <NativeSelect label={t('tree.kind')} value={kind} onChange={(event) => setKind(OrganizationKind.parse(event.currentTarget.value))} data={OrganizationKind.options.map((one) => ({ value: one, label: t(`kinds.${one}`) }))} /> : null}
    </DialogForm>
  );
}

function MoveDialog({ node, nodes, onClose }: { node: Node; nodes: readonly Node[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation('organizations');
  const format = useFormat();
  const done = useTreeDone(onClose);
  const [to, setTo] = useState<string | null>(null);
  const move = useAct(moveOrganization, () => done(t('tree.moved')));
  const targets = nodes.filter(({ pos }) => pos < node.pos || pos > node.posEnd);
  return (
    <DialogForm opened title={t('tree.moveOf', { name: node.nameZh })} busy={move.isPending} error={move.error} ready={to !== null} onSubmit={() => move.mutate({ organizationId: node.organizationId, parentId: Number(to) })} onClose={onClose}>
      <Text size="sm">{t('tree.moveHow')}</Text>
      <Select label={t('tree.under')} searchable limit={60} data={targets.map((one) => ({ value: String(one.organizationId), label: format.text({ zh: one.nameZh, en: one.nameEn }) }))} value={to} onChange={setTo} required data-autofocus />
    </DialogForm>
  );
}
