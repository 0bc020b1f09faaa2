import { notifications } from '@mantine/notifications';
import { IconAlertCircle, IconCheck } from '@tabler/icons-react';
import { announce } from './live.web.tsx';

export function toastDone(message: string): void {
  announce(message);
  notifications.show({ message, icon: <IconCheck size={18} aria-hidden />, color: 'kang.7' });
}

export function toastFailed(message: string): void {
  announce(message);
  notifications.show({ message, icon: <IconAlertCircle size={18} aria-hidden />, color: 'red.8', autoClose: 10_000 });
}
