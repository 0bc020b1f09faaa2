import { Button, Text } from '@mantine/core';
import { useEffect, useState, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { draftLists } from './draft.ts';
import { trimmedSpan } from './highlights.ts';
import type { Span } from './plan.ts';
import css from './review.module.css';
import { useReviewing } from './reviewing.web.tsx';

interface Chosen {
  readonly span: Span;
  readonly left: number;
  readonly top: number;
}

/** Beside text that is selected in the document: what to make of it. */
export function SelectionBar({ pane, text }: { pane: RefObject<HTMLElement | null>; text: string }): ReactElement | null {
  const { t } = useTranslation('plans');
  const { add } = useReviewing();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  useEffect(() => {
    let timer = 0;
    const look = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => setChosen(chosenIn(pane.current, text)), 150);
    };
    document.addEventListener('selectionchange', look);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('selectionchange', look);
    };
  }, [pane, text]);
  if (!chosen) return null;
  return (
    <div className={css['selection']} style={{ left: chosen.left, top: chosen.top }} role="toolbar" aria-label={t('review.selection')} onMouseDown={(event) => event.preventDefault()}>
      <Text size="sm" c="dimmed">
        {t('review.selection')}
      </Text>
      {draftLists.map((list) => (
        <Button
          key={list}
          size="compact-sm"
          variant="light"
          onClick={() => {
            add(list, { text: text.slice(...chosen.span), span: chosen.span });
            window.getSelection()?.removeAllRanges();
          }}
        >
          {t(`kinds.${list}`)}
        </Button>
      ))}
    </div>
  );
}

function chosenIn(pane: HTMLElement | null, text: string): Chosen | null {
  const selection = window.getSelection();
  if (!pane || !selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) return null;
  const from = offsetOf(range.startContainer, range.startOffset);
  const to = offsetOf(range.endContainer, range.endOffset);
  const span = from !== null && to !== null ? trimmedSpan(text, [from, to]) : null;
  if (!span) return null;
  const box = range.getBoundingClientRect();
  const below = box.bottom + 8;
  return { span, left: Math.max(8, Math.min(box.left, window.innerWidth - 560)), top: below + 110 > window.innerHeight ? Math.max(64, box.top - 110) : below };
}

/** Where a point of the page stands in the document's text. */
function offsetOf(node: Node, offset: number): number | null {
  if (node.nodeType === Node.TEXT_NODE) return withStart(node.parentElement, offset);
  const child = node.childNodes[offset];
  if (child instanceof Element) {
    const first = child.matches('[data-start]') ? child : child.querySelector('[data-start]');
    return first ? withStart(first, 0) : Number(child.getAttribute('data-line') ?? Number.NaN);
  }
  const last = node instanceof Element ? [...node.querySelectorAll('[data-start]')].at(-1) : null;
  return last ? withStart(last, last.textContent.length) : null;
}

function withStart(element: Element | null, offset: number): number | null {
  const start = element?.closest('[data-start]')?.getAttribute('data-start');
  return start === null || start === undefined ? null : Number(start) + offset;
}


