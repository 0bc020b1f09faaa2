import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { memo, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, DraftItem, DraftList } from './draft.ts';
import css from './review.module.css';
import { ItemRow, PendingItem } from './review-item.web.tsx';
import { useReviewing, type Pending } from './reviewing.web.tsx';

/** The order in which a plan is checked. */
export const reviewOrder = ['goals', 'qualitative_goals', 'activities', 'phases', 'tasks', 'budget', 'risks', 'organisations'] as const satisfies readonly DraftList[];

/** A part of the structure pane, to be jumped to by its id. */
export function Part({ id, title, count, kind, actions, children }: { id: string; title: string; count?: number; kind?: DraftList | 'unread'; actions?: ReactNode; children: ReactNode }): ReactElement {
  return (
    <section className={css['section']} id={`part-${id}`} aria-labelledby={`part-${id}-title`}>
      <div className={css['sectionHead']}>
        <h2 className={css['sectionTitle']} id={`part-${id}-title`}>
          {kind ? <span className={`${css['sample']} ${css[kind]}`}>{title}</span> : title}
          {count === undefined ? null : <span className={css['count']}>{count}</span>}
        </h2>
        {actions}
      </div>
      {children}
    </section>
  );
}

interface ListProps {
  readonly draft: Draft;
  readonly opened: string | null;
  readonly pending: Pending | null;
}

export function Lists({ draft, opened, pending }: ListProps): ReactElement {
  return (
    <>
      {reviewOrder.map((list) => (
        <ListPart
          key={list}
          list={list}
          items={draft[list]}
          opened={draft[list].some(({ key }) => key === opened) ? opened : null}
          pending={pending?.list === list ? pending : null}
        />
      ))}
    </>
  );
}

const ListPart = memo(function ListPart({ list, items, opened, pending }: { list: DraftList; items: readonly DraftItem[]; opened: string | null; pending: Pending | null }): ReactElement {
  const { t } = useTranslation('plans');
  const { add, readOnly } = useReviewing();
  return (
    <Part
      id={list}
      kind={list}
      title={t(`kinds.${list}`)}
      count={items.length}
      actions={
        readOnly ? null : (
          <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => add(list, { text: '', span: null })}>
            {t(`addKind.${list}`)}
          </Button>
        )
      }
    >
      {pending ? <PendingItem key={String(pending.values['key'])} pending={pending} /> : null}
      {items.length === 0 && !pending ? (
        <Text size="sm" c="dimmed">
          {t(`emptyKind.${list}`)}
        </Text>
      ) : (
        <ul className={css['items']}>
          {items.map((item) => (
            <ItemRow key={item.key} list={list} item={item} opened={item.key === opened} />
          ))}
        </ul>
      )}
    </Part>
  );
});
