import { Text } from '@mantine/core';
import { useRef, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft, Unread } from './draft.ts';
import css from './review.module.css';
import { HeadPart } from './review-head.web.tsx';
import { Lists, Part } from './review-lists.web.tsx';
import { UnreadPart } from './review-unread.web.tsx';
import { useReviewing, type Pending } from './reviewing.web.tsx';
import type { Skips } from './skipped.web.ts';
import { stepFocus, useLit } from './spotlight.web.ts';

interface StructureProps {
  readonly draft: Draft;
  readonly opened: string | null;
  readonly pending: Pending | null;
  readonly unread: readonly Unread[];
  readonly skips: Skips;
}

/** Everything that was made of the document, in parts. Arrows go from piece to piece. */
export function StructurePane({ draft, opened, pending, unread, skips }: StructureProps): ReactElement {
  const { t } = useTranslation('plans');
  const { lights } = useReviewing();
  const pane = useRef<HTMLDivElement>(null);
  useLit(lights, pane, 'structure');
  const light = (event: { target: EventTarget }) => {
    const element = event.target instanceof Element ? event.target.closest('[data-keys]') : null;
    lights.light(element?.getAttribute('data-keys') ?? null, 'structure');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || !(event.target instanceof Element) || !event.target.hasAttribute('data-row')) return;
    event.preventDefault();
    stepFocus(pane.current, '[data-row]', step);
  };
  const { title, setting, period, target_population, safeguards, evaluation, consistency_notes } = draft;
  return (
    <div ref={pane} className={css['pane']} role="region" aria-label={t('review.structure')} tabIndex={0} onMouseOver={light} onFocus={light} onMouseLeave={() => lights.light(null, 'structure')} onKeyDown={onKeyDown}>
      {consistency_notes.length > 0 ? (
        <Part id="notes" title={t('review.notes')} count={consistency_notes.length}>
          <Text size="sm" c="dimmed">
            {t('review.notesWhy')}
          </Text>
          <ul className={css['notes']}>
            {consistency_notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Part>
      ) : null}
      <HeadPart {...{ title, setting, period, target_population, safeguards, evaluation }} />
      <Lists draft={draft} opened={opened} pending={pending} />
      <UnreadPart unread={unread} skipped={skips.skipped.size} onSkip={skips.skip} onRestore={skips.restore} />
    </div>
  );
}
