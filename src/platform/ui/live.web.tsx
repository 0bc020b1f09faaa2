import { useEffect, useState, type ReactElement } from 'react';

/** Read out, not shown. */
const unseen = { position: 'absolute', width: 1, height: 1, margin: -1, overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' } as const;

const listeners = new Set<(message: string) => void>();

/** Say something to screen readers without moving the focus. */
export function announce(message: string): void {
  for (const listener of listeners) listener(message);
}

/** Stands once in the frame; what `announce` is given is read out from here. */
export function LiveRegion(): ReactElement {
  const [message, setMessage] = useState('');
  useEffect(() => {
    const listen = (next: string) => setMessage((before) => (before === next ? `${next} ` : next));
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, []);
  return (
    <div role="status" aria-live="polite" style={unseen}>
      {message}
    </div>
  );
}
