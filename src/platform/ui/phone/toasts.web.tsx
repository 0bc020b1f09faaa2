import { useSyncExternalStore, type ReactElement } from 'react';
import { announce } from '../live.web.tsx';
import css from './phone.module.css';

interface Toast {
  readonly id: number;
  readonly message: string;
  readonly action: { readonly label: string; readonly onClick: () => void } | null;
}

const shownFor = 8_000;
const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let last = 0;

function show(next: readonly Toast[]): void {
  toasts = next;
  for (const listen of listeners) listen();
}

/** Say that something was done, perhaps with the way to undo it. */
export function say(message: string, action: Toast['action'] = null): void {
  announce(message);
  last += 1;
  const id = last;
  show([...toasts.slice(-1), { id, message, action }]);
  setTimeout(() => show(toasts.filter((toast) => toast.id !== id)), shownFor);
}

export function Toasts(): ReactElement {
  const all = useSyncExternalStore(
    (listen) => {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    () => toasts,
  );
  return (
    <div className={css['toasts']}>
      {all.map(({ id, message, action }) => (
        <div key={id} className={css['toast']}>
          <span>{message}</span>
          {action ? (
            <button
              type="button"
              onClick={() => {
                action.onClick();
                show(toasts.filter((toast) => toast.id !== id));
              }}
            >
              {action.label}
            </button>
          ) : null}
        </div>
      ))}
    </div>
  );
}
