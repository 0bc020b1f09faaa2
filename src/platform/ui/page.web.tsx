import { Text, Title } from '@mantine/core';
import { useEffect, useId, useRef, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './live.web.tsx';
import css from './page.module.css';

/** The page that was titled last: its heading takes the focus when another one follows, so that keyboards and screen readers arrive there. */
const visited = { path: '' };

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
    if (visited.path !== '' && visited.path !== path) {
      heading.current?.focus({ preventScroll: true });
      announce(title);
    }
    visited.path = path;
  }, [title, t]);
  return (
    <header className={css['header']}>
      <div className={css['titles']}>
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {note ? (
          <Text c="dimmed" size="sm" component="div">
            {note}
          </Text>
        ) : null}
      </div>
      {actions ? <div className={css['actions']}>{actions}</div> : null}
    </header>
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
          {note ? (
            <Text c="dimmed" size="sm" component="div">
              {note}
            </Text>
          ) : null}
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
