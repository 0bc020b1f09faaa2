import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, type ComponentType } from 'react';
import { z } from 'zod';

/** A page as its capability offers it. `path` is the router's: /plans/$draftId. `search` reads the query; every field needs a `.catch`. */
export interface Screen {
  readonly path: string;
  readonly search: z.ZodObject;
  /** The module is fetched when the page is first opened. */
  readonly load: () => Promise<ComponentType>;
  /** `public` pages stand outside the frame. */
  readonly public?: true;
}

/** An entry of the navigation. `label` is a key of the locales, such as `plans:navigation`. */
export interface NavigationItem {
  readonly to: string;
  readonly label: string;
  readonly icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  readonly permission: string;
}

/** What a capability adds to the browser's side. */
export interface WebCapability {
  readonly screens: readonly Screen[];
  readonly navigation: readonly NavigationItem[];
}

/** A part of another capability's page. `label` is a key of the locales; the panel is shown to who holds the permission. */
export interface Panel<Props> {
  readonly id: string;
  readonly label: string;
  readonly permission: string;
  readonly load: () => Promise<ComponentType<Props>>;
}

export const noSearch = z.object({});

export interface Replacing {
  /** Leave no entry in the history. */
  readonly replace?: boolean;
}

/** The page's state in the URL, and how to change it; the function stays the same. */
export function useSearchState<T extends z.ZodObject>(schema: T): [z.output<T>, (patch: Partial<z.input<T>>, how?: Replacing) => void] {
  const search: unknown = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = useCallback(
    (patch: Partial<z.input<T>>, how: Replacing = {}) =>
      void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, ...patch }), replace: how.replace ?? false, resetScroll: false }),
    [navigate],
  );
  return [schema.parse(search), set];
}
