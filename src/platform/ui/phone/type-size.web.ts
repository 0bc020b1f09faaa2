import { useSyncExternalStore } from 'react';

/** How large words are; everything else grows with them. */
export const typeSizes = ['normal', 'large', 'largest'] as const;
export type TypeSize = (typeof typeSizes)[number];

const kept = 'kangcheng.type';
const listeners = new Set<() => void>();

function current(): TypeSize {
  const found = document.documentElement.dataset['type'];
  return typeSizes.find((size) => size === found) ?? 'normal';
}

export function startTypeSize(): void {
  document.documentElement.dataset['type'] = localStorage.getItem(kept) ?? 'normal';
}

export function setTypeSize(size: TypeSize): void {
  document.documentElement.dataset['type'] = size;
  localStorage.setItem(kept, size);
  for (const listen of listeners) listen();
}

export function useTypeSize(): TypeSize {
  return useSyncExternalStore(
    (listen) => {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
    current,
  );
}
