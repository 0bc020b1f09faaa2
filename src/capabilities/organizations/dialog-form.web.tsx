import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemWords } from '../../platform/ui/states.web.tsx';

interface DialogFormProps {
  readonly opened: boolean;
  readonly title: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly ready: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A short form in a dialog: Enter saves, what went wrong stands above the button. */
export function DialogForm({ opened, title, busy, error, ready, onSubmit, onClose, children }: DialogFormProps): ReactElement {
  const { t } = useTranslation('organizations');
  const wordsFor = useProblemWords();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSubmit();
  };
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form onSubmit={send} noValidate>
        <Stack gap="sm">
          {children}
          {error ? (
            <Alert role="alert" color="red.8" variant="outline">
              <Text c="var(--k-bad)">{wordsFor(error)}</Text>
            </Alert>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" loading={busy} disabled={!ready}>{t('common:save')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
