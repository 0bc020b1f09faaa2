import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { announce } from './live.web.tsx';

/** How long an act can be taken back, in milliseconds. */
const undoFor = 8000;

interface Undoable {
  readonly message: string;
  readonly undoLabel: string;
  /** Makes the act final; called once the time is over, or when the page is left. */
  readonly commit: () => void;
  readonly undo: () => void;
}

/** Makes the act before final: only the last one can be taken back, so that Ctrl+Z means one thing. */
let settleLast: () => void = () => {};

/** Shows an act as done, with eight seconds to take it back (button or Ctrl+Z); only then is it made final. */
export function undoable({ message, undoLabel, commit, undo }: Undoable): void {
  settleLast();
  const id = `undo-${crypto.randomUUID()}`;
  let settled = false;
  const settle = (act: () => void) => {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    window.removeEventListener('pagehide', finish);
    document.removeEventListener('keydown', onKey, true);
    notifications.hide(id);
    act();
  };
  const finish = () => settle(commit);
  settleLast = finish;
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    event.stopPropagation();
    settle(undo);
  };
  const timer = setTimeout(finish, undoFor);
  window.addEventListener('pagehide', finish);
  document.addEventListener('keydown', onKey, true);
  announce(message);
  notifications.show({
    id,
    autoClose: false,
    withCloseButton: false,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button size="compact-sm" variant="light" flex="none" onClick={() => settle(undo)}>
          {undoLabel}
        </Button>
      </Group>
    ),
  });
}
