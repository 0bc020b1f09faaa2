import { memo, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { linesOf, type Line, type Mark, type MarkKind, type Segment } from './highlights.ts';
import type { Span } from './plan.ts';
import css from './review.module.css';
import { SelectionBar } from './review-selection.web.tsx';
import { useReviewing } from './reviewing.web.tsx';
import { stepFocus, useLit } from './spotlight.web.ts';

interface DocumentProps {
  readonly text: string;
  readonly range: Span;
  readonly marks: readonly Mark[];
  readonly hidden: ReadonlySet<MarkKind>;
}

/** The plan as it was written, with everything that was made of it marked. One tab stop; arrows go from mark to mark. */
export function DocumentPane({ text, range, marks, hidden }: DocumentProps): ReactElement {
  const { t } = useTranslation('plans');
  const { lights, open, readOnly } = useReviewing();
  const pane = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(text, range, marks.filter(({ kind }) => !hidden.has(kind))), [text, range, marks, hidden]);
  useLit(lights, pane, 'document');
  const light = (event: { target: EventTarget }) => lights.light(keyAt(event.target), 'document');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const step = /^(ArrowDown|ArrowRight|j)$/.test(event.key) ? 1 : /^(ArrowUp|ArrowLeft|k)$/.test(event.key) ? -1 : 0;
    const key = keyAt(event.target);
    if (step !== 0 && !event.shiftKey) stepFocus(pane.current, 'mark[role]', step);
    else if ((event.key === 'Enter' || event.key === ' ') && key) open(key);
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    const key = keyAt(event.target);
    if (key && (window.getSelection()?.isCollapsed ?? true)) open(key);
  };
  return (
    <>
      <div ref={pane} className={css['pane']} role="region" aria-label={t('review.document')} tabIndex={0} onMouseOver={light} onFocus={light} onMouseLeave={() => lights.light(null, 'document')} onKeyDown={onKeyDown} onClick={onClick}>
        {lines.map((line) => (
          <LineView key={line.start} line={line} />
        ))}
      </div>
      {readOnly ? null : <SelectionBar pane={pane} text={text} />}
    </>
  );
}

/** The piece that an element belongs to: the innermost where several overlap. */
function keyAt(target: EventTarget): string | null {
  const element = target instanceof Element ? target.closest('[data-keys]') : null;
  return element?.getAttribute('data-keys')?.split(' ')[0] ?? null;
}

const headingLine = /^\s*(?:第?[一二三四五六七八九十]+[、章节部.]|[((][一二三四五六七八九十]+[))]|篇[一二三四五六七八九十]|#{1,4}\s)/;

const LineView = memo(
  function LineView({ line }: { line: Line }): ReactElement {
    const { t } = useTranslation('plans');
    const plain = line.segments.map(({ text }) => text).join('');
    const heading = plain.length < 40 && headingLine.test(plain);
    return (
      <div className={heading ? `${css['line']} ${css['heading']}` : css['line']} data-line={line.start}>
        {line.segments.map((segment) => (
          <SegmentView key={segment.start} segment={segment} kindName={(kind) => t(`kinds.${kind}`)} />
        ))}
      </div>
    );
  },
  (before, after) => before.line.signature === after.line.signature,
);

function SegmentView({ segment: { start, text, marks, opens }, kindName }: { segment: Segment; kindName: (kind: MarkKind) => string }): ReactElement {
  const [inner, outer] = marks;
  if (!inner) return <span data-start={start}>{text}</span>;
  const begins = opens.includes(inner.key);
  return (
    <mark
      data-start={start}
      data-keys={marks.map(({ key }) => key).join(' ')}
      className={`${css['mark']} ${css[inner.kind]} ${outer && outer.kind !== inner.kind ? `${css['nested']} ${css[`outer_${outer.kind}`]}` : ''}`}
      {...(begins ? { role: 'button', tabIndex: -1, 'aria-label': `${marks.map(({ kind }) => kindName(kind)).join(', ')}: ${text}` } : {})}
    >
      {text}
    </mark>
  );
}
