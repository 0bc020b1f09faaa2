import { CloseButton } from '@mantine/core';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tone } from './badge.web.tsx';
import css from './page.module.css';

interface NoticeProps {
  readonly tone: Tone;
  readonly title?: string;
  readonly icon?: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;
  /** `alert` interrupts a screen reader, `status` waits for its turn. */
  readonly role?: 'alert' | 'status';
  readonly onClose?: () => void;
  readonly children?: ReactNode;
}

/** Something to know or to decide, in its place on the page. */
export function Notice({ tone, title, icon: Icon, role, onClose, children }: NoticeProps): ReactElement {
  const { t } = useTranslation('common');
  return (
    <div className={`${css['notice']} ${css[tone]}`} role={role}>
      {Icon ? <Icon size={20} aria-hidden /> : null}
      <div className={css['noticeBody']}>
        {title ? <strong>{title}</strong> : null}
        {children}
      </div>
      {onClose ? <CloseButton aria-label={t('close')} onClick={onClose} /> : null}
    </div>
  );
}
