import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemWords } from '../../platform/ui/states.web.tsx';

interface DialogFormProps {
  readonly title: string;
  readonly act: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly ready: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A short form in a dialog: Enter sends it, a refusal stands above the button. */
export function DialogForm({ title, act, busy, error, ready, onSubmit, onClose, children }: DialogFormProps): ReactElement {
  const { t } = useTranslation('common');
  const wordsFor = useProblemWords();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('close') }}>
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          {children}
          {error ? <Alert role="alert" color="red.8" variant="outline"><Text c="var(--k-bad)">{wordsFor(error)}</Text></Alert> : null}
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={!ready}>{act}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
