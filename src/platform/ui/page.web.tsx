import { Text, Title } from '@mantine/core';
import { useEffect, useId, useLayoutEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './live.web.tsx';
import css from './page.module.css';

/** The page that was titled last, and whether its heading had the focus when it went: the one that follows takes it, so that keyboards and screen readers arrive there. */
const visited = { path: '', focused: false };

/** Brings the focus to the page's heading, when what had it is gone. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus({ preventScroll: true });
}

/** `full`: as wide and as high as the window, for panes that scroll by themselves. */
export function Page({ children, full = false }: { children: ReactNode; full?: boolean }): ReactElement {
  return <div className={full ? `${css['page']} ${css['full']}` : css['page']}>{children}</div>;
}

/** The one h1 of a page: it names the window and takes the focus after a change of route. */
export function PageHeader({ title, note, actions }: { title: string; note?: ReactNode; actions?: ReactNode }): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  const { t } = useTranslation('common');
  useEffect(() => {
    document.title = `${title} · ${t('product')}`;
    const path = window.location.pathname;
    const arrived = visited.path !== '' && visited.path !== path;
    if (arrived || visited.focused) heading.current?.focus({ preventScroll: true });
    if (arrived) announce(title);
    visited.path = path;
    visited.focused = false;
  }, [title, t]);
  useLayoutEffect(() => {
    const own = heading.current;
    return () => {
      visited.focused = own !== null && document.activeElement === own;
    };
  }, []);
  return (
    <header className={css['header']}>
      <div className={css['titles']}>
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        <Note>{note}</Note>
      </div>
      {actions ? <div className={css['actions']}>{actions}</div> : null}
    </header>
  );
}

/** The line under a heading, where there is one. */
function Note({ children }: { children: ReactNode }): ReactElement | null {
  if (!children) return null;
  return (
    <Text c="dimmed" size="sm" component="div">
      {children}
    </Text>
  );
}

/** A part of a page with its own heading. */
export function Section({ title, note, actions, children }: { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode }): ReactElement {
  const id = useId();
  return (
    <section className={css['card']} aria-labelledby={id}>
      <div className={css['cardHead']}>
        <div>
          <Title order={2} id={id}>
            {title}
          </Title>
          <Note>{note}</Note>
        </div>
        {actions ? <div className={css['actions']}>{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}

/** A surface without a heading. */
export function Card({ children }: { children: ReactNode }): ReactElement {
  return <div className={css['card']}>{children}</div>;
}

export function SkipLink(): ReactElement {
  const { t } = useTranslation('common');
  return (
    <a className={css['skip']} href="#main">
      {t('skipToContent')}
    </a>
  );
}
