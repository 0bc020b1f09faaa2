import { Text, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import css from './care.module.css';

/** Puts the cursor on the next (or, going back, the one before) of the sheet's steps. */
export function focusStep(from: Element | null, back = false): void {
  const steps = [...document.querySelectorAll<HTMLElement>('[data-step]:not(:disabled)')];
  const at = steps.findIndex((one) => one === from || one.contains(from));
  const next = steps[at + (back ? -1 : 1)];
  next?.focus();
  if (next instanceof HTMLInputElement) next.select();
}

/** Enter goes on, Shift+Enter back; nothing is sent in the middle of a form, or of a composition. */
export function onStepKey(event: KeyboardEvent<HTMLElement>, go?: () => boolean): void {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const { currentTarget } = event;
  if (event.shiftKey) focusStep(currentTarget, true);
  else if (go === undefined || go()) setTimeout(() => focusStep(currentTarget), 0);
}

interface NumberStepProps {
  readonly label: string;
  readonly unit: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Whether the typed text is whole, so that the cursor goes on by itself. */
  readonly isFull?: (text: string) => boolean;
  readonly tone?: 'bad' | 'warning' | undefined;
  readonly error?: string | null;
  readonly width?: string;
}

/** One number, and on to the next as soon as it is whole. */
export function NumberStep({ label, unit, text, onText, isFull, tone, error = null, width = '7rem' }: NumberStepProps): ReactElement {
  return (
    <TextInput
      data-step
      label={label}
      rightSection={<span className={css['unit']}>{unit}</span>}
      rightSectionWidth={58}
      w={width}
      size="md"
      inputMode="decimal"
      autoComplete="off"
      value={text}
      error={error}
      classNames={{ input: `${css['figure']} ${tone === undefined ? '' : css[tone]}` }}
      onChange={(event) => {
        const typed = event.currentTarget.value.normalize('NFKC');
        const field = event.currentTarget;
        onText(typed);
        const composing = 'isComposing' in event.nativeEvent && event.nativeEvent.isComposing === true;
        if (!composing && typed.length > text.length && isFull?.(typed) === true) setTimeout(() => focusStep(field), 0);
      }}
      onKeyDown={(event) => onStepKey(event)}
    />
  );
}

export interface Choice {
  readonly key: string;
  readonly label: string;
}

interface ChoiceStepProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  /** Several may be chosen: digits toggle, Enter goes on. Otherwise a digit chooses and goes on. */
  readonly several?: boolean;
  readonly onChoose: (keys: readonly string[]) => void;
  /** What Enter means while nothing is chosen. */
  readonly onEmpty?: () => void;
  readonly note?: ReactNode;
  readonly carried?: boolean;
  readonly children?: ReactNode;
}

/** Options under their digits, as on the paper: typing 1 chooses the first; a tenth is 0. The arrow keys and the pointer do as well. */
export function ChoiceStep({ label, choices, chosen, several = false, onChoose, onEmpty, note, carried = false, children }: ChoiceStepProps): ReactElement {
  const [at, setAt] = useState(0);
  const choose = (index: number): boolean => {
    const key = choices[index]?.key;
    if (key === undefined) return false;
    onChoose(!several ? [key] : chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key]);
    return true;
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const digit = /^[0-9]$/.test(event.key) ? (Number(event.key) + 9) % 10 : -1;
    if (digit >= 0) {
      event.preventDefault();
      const { currentTarget } = event;
      if (choose(digit) && !several) setTimeout(() => focusStep(currentTarget), 0);
    } else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      event.preventDefault();
      const next = (at + (event.key === 'ArrowRight' ? 1 : choices.length - 1)) % choices.length;
      setAt(next);
      if (!several) choose(next);
    } else if (event.key === ' ') {
      event.preventDefault();
      choose(at);
    } else {
      onStepKey(event, () => {
        if (chosen.length === 0) onEmpty?.();
        return chosen.length > 0 || onEmpty !== undefined || several;
      });
    }
  };
  return (
    <div className={css['step']}>
      <Text size="sm" fw={600} component="div" className={css['stepLabel']}>
        {label}
        {note ? <span className={css['note']}>{note}</span> : null}
      </Text>
      <div data-step tabIndex={0} role={several ? 'group' : 'radiogroup'} aria-label={label} className={`${css['choices']} ${carried ? css['carried'] : ''}`} onKeyDown={onKey}>
        {choices.map(({ key, label: words }, index) => (
          <button
            key={key}
            type="button"
            tabIndex={-1}
            role={several ? 'checkbox' : 'radio'}
            aria-checked={chosen.includes(key)}
            className={`${css['choice']} ${chosen.includes(key) ? css['chosen'] : ''} ${several && index === at ? css['at'] : ''}`}
            onClick={() => {
              setAt(index);
              choose(index);
            }}
          >
            <kbd>{(index + 1) % 10}</kbd>
            {words}
          </button>
        ))}
      </div>
      {children}
    </div>
  );
}
