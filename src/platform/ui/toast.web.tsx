import { notifications } from '@mantine/notifications';
import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import i18next from 'i18next';
import { announce } from './live.web.tsx';

/** The close button's name, in the language of the moment. */
const close = () => ({ 'aria-label': i18next.t('common:close') });

export function toastDone(message: string): void {
  announce(message);
  notifications.show({ message, icon: <IconCheck size={18} aria-hidden />, color: 'kang.7', closeButtonProps: close() });
}

export function toastFailed(message: string): void {
  announce(message);
  notifications.show({ message, icon: <IconAlertCircle size={18} aria-hidden />, color: 'red.8', autoClose: 10_000, closeButtonProps: close() });
}
