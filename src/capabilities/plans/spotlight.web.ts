import { useEffect, type RefObject } from 'react';

export type Side = 'document' | 'structure';

interface Light {
  readonly key: string | null;
  readonly from: Side;
}

/** Which piece of the plan is looked at, on which side. Kept outside React: a hover over a long document renders nothing anew. */
export interface Spotlight {
  readonly light: (key: string | null, from: Side) => void;
  readonly listen: (listener: (light: Light) => void) => () => void;
}

export function spotlight(): Spotlight {
  const listeners = new Set<(light: Light) => void>();
  let lit: string | null = null;
  return {
    light: (key, from) => {
      if (key === lit) return;
      lit = key;
      for (const listener of listeners) listener({ key, from });
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Whoever only passes over with the mouse does not make the other side jump. */
const restMs = 120;

/** Marks the elements of a pane that show the lit piece, and brings them into view when the light came from the other side. */
export function useLit(lights: Spotlight, pane: RefObject<HTMLElement | null>, side: Side): void {
  useEffect(() => {
    let shown: Element[] = [];
    let timer = 0;
    const stop = lights.listen(({ key, from }) => {
      for (const element of shown) element.removeAttribute('data-lit');
      window.clearTimeout(timer);
      shown = key === null ? [] : elementsOf(pane.current, key);
      for (const element of shown) element.setAttribute('data-lit', '');
      const first = shown[0];
      if (from !== side && first) timer = window.setTimeout(() => bringIntoPane(pane.current, first), restMs);
    });
    return () => {
      stop();
      window.clearTimeout(timer);
    };
  }, [lights, pane, side]);
}

export function elementsOf(pane: HTMLElement | null, key: string): Element[] {
  return pane ? [...pane.querySelectorAll(`[data-keys~="${CSS.escape(key)}"]`)] : [];
}

/** Scrolls the pane alone, never the page: on a phone the panes do not scroll, and nothing moves. */
function bringIntoPane(pane: HTMLElement | null, element: Element): void {
  if (!pane || pane.scrollHeight <= pane.clientHeight) return;
  const [frame, box] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
  if (box.top >= frame.top + 24 && box.bottom <= frame.bottom - 24) return;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  pane.scrollTo({ top: pane.scrollTop + box.top - frame.top - frame.height / 3, behavior: calm ? 'auto' : 'smooth' });
}

/** Moves the focus to the next or previous of the elements that `selector` names. */
export function stepFocus(pane: HTMLElement | null, selector: string, step: 1 | -1): void {
  const stops = pane ? [...pane.querySelectorAll<HTMLElement>(selector)].filter((stop) => stop.offsetParent !== null) : [];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[at === -1 ? 0 : Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
}
