import { type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Draft } from './draft.ts';
import type { Mark, MarkKind } from './highlights.ts';
import css from './review.module.css';
import { reviewOrder } from './review-lists.web.tsx';

const kinds: readonly MarkKind[] = [...reviewOrder, 'unread'];

/** What the colours and underlines mean; each kind can be hidden in the document. */
export function Legend({ marks, hidden, onChange }: { marks: readonly Mark[]; hidden: ReadonlySet<MarkKind>; onChange: (hidden: ReadonlySet<MarkKind>) => void }): ReactElement {
  const { t } = useTranslation('plans');
  const present = kinds.filter((kind) => marks.some((mark) => mark.kind === kind));
  const toggle = (kind: MarkKind) => onChange(new Set(hidden.has(kind) ? [...hidden].filter((one) => one !== kind) : [...hidden, kind]));
  return (
    <ul className={css['chips']} aria-label={t('review.legend')}>
      {present.map((kind) => (
        <li key={kind}>
          <button type="button" className={css['chip']} aria-pressed={!hidden.has(kind)} onClick={() => toggle(kind)}>
            <span className={`${css['sample']} ${css[kind]}`}>{t(`kinds.${kind}`)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The parts of the structure with how much each holds; a click goes there. */
export function JumpBar({ draft, unread }: { draft: Draft; unread: number }): ReactElement {
  const { t } = useTranslation('plans');
  const jump = (id: string) => {
    const part = document.getElementById(`part-${id}`);
    part?.scrollIntoView({ block: 'start' });
    part?.querySelector<HTMLElement>('button, [tabindex]')?.focus({ preventScroll: true });
  };
  const parts: [string, string, number][] = [
    ...reviewOrder.map((list): [string, string, number] => [list, t(`kinds.${list}`), draft[list].length]),
    ['notes', t('review.notes'), draft.consistency_notes.length],
    ['unread', t('kinds.unread'), unread],
  ];
  return (
    <ul className={css['chips']} aria-label={t('review.jump')}>
      {parts
        .filter(([, , count]) => count > 0)
        .map(([id, name, count]) => (
          <li key={id}>
            <button type="button" className={css['chip']} onClick={() => jump(id)}>
              {name} <span className={css['count']}>{count}</span>
            </button>
          </li>
        ))}
    </ul>
  );
}
