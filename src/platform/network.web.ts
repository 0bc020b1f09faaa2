import { useSyncExternalStore } from 'react';

function listen(notify: () => void): () => void {
  window.addEventListener('online', notify);
  window.addEventListener('offline', notify);
  return () => {
    window.removeEventListener('online', notify);
    window.removeEventListener('offline', notify);
  };
}

/** Whether the browser has a network. That it has one does not mean that the server answers. */
export function useOnline(): boolean {
  return useSyncExternalStore(listen, () => navigator.onLine);
}
