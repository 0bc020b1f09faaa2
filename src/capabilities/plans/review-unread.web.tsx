import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { memo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unread } from './draft.ts';
import { unreadKey } from './editing.ts';
import css from './review.module.css';
import { Part, reviewOrder } from './review-lists.web.tsx';
import { useReviewing } from './reviewing.web.tsx';

interface UnreadProps {
  readonly unread: readonly Unread[];
  readonly skipped: number;
  readonly onSkip: (key: string) => void;
  readonly onRestore: () => void;
}

/** So many at a time: a long document has hundreds. */
const page = 40;

/** The sentences that nothing was made of: sort them, or say that they are not needed. */
export function UnreadPart({ unread, skipped, onSkip, onRestore }: UnreadProps): ReactElement {
  const { t } = useTranslation('plans');
  const [limit, setLimit] = useState(page);
  return (
    <Part id="unread" kind="unread" title={t('review.unread')} count={unread.length}>
      <Text size="sm" c="dimmed" mb="xs">
        {t(unread.length === 0 ? 'review.unreadNone' : 'review.unreadWhy')}
      </Text>
      <ul className={css['items']}>
        {unread.slice(0, limit).map((one) => (
          <Sentence key={one.span[0]} unread={one} onSkip={onSkip} />
        ))}
      </ul>
      {unread.length > limit ? (
        <Button mt="xs" variant="light" onClick={() => setLimit(limit + page * 3)}>
          {t('review.unreadMore', { count: unread.length - limit })}
        </Button>
      ) : null}
      {skipped > 0 ? (
        <Button size="compact-sm" variant="subtle" mt="xs" onClick={onRestore}>
          {t('review.restoreSkipped', { count: skipped })}
        </Button>
      ) : null}
    </Part>
  );
}

const quick = ['goals', 'activities', 'tasks'] as const;

const Sentence = memo(
  function Sentence({ unread: { text, span }, onSkip }: { unread: Unread; onSkip: (key: string) => void }): ReactElement {
    const { t } = useTranslation('plans');
    const { add, readOnly } = useReviewing();
    return (
      <li className={`${css['item']} ${css['unread']} ${css['sentence']}`} data-keys={unreadKey(span)} tabIndex={0} data-row>
        <div>{text}</div>
        {readOnly ? null : (
          <div className={css['bar']}>
            {quick.map((list) => (
              <Button key={list} size="compact-sm" variant="light" onClick={() => add(list, { text, span })} aria-label={t('review.make', { kind: t(`kinds.${list}`) })}>
                {t(`kinds.${list}`)}
              </Button>
            ))}
            <Menu position="bottom-start">
              <Menu.Target>
                <Button size="compact-sm" variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
                  {t('review.makeOther')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {reviewOrder.map((list) => (
                  <Menu.Item key={list} onClick={() => add(list, { text, span })}>
                    {t('review.make', { kind: t(`kinds.${list}`) })}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <Button size="compact-sm" variant="subtle" leftSection={<IconX size={14} aria-hidden />} onClick={() => onSkip(unreadKey(span))}>
              {t('review.notNeeded')}
            </Button>
          </div>
        )}
      </li>
    );
  },
  (before, after) => before.unread.span[0] === after.unread.span[0] && before.unread.text === after.unread.text && before.onSkip === after.onSkip,
);
