import { Alert, Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemWords } from '../../platform/ui/states.web.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly submit: string;
  readonly busy: boolean;
  readonly ready: boolean;
  readonly error: Error | null;
  readonly size?: string;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that is filled in and sent; a refusal stands above the buttons. */
export function FormDialog({ title, submit, busy, ready, error, size = 'md', onSubmit, onClose, children }: FormDialogProps): ReactElement {
  const { t } = useTranslation('common');
  const wordsFor = useProblemWords();
  return (
    <Modal opened onClose={onClose} title={title} size={size} centered closeButtonProps={{ 'aria-label': t('close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onSubmit();
        }}
      >
        <Stack>
          {children}
          {error ? <Alert color="red" role="alert">{wordsFor(error)}</Alert> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" disabled={!ready} loading={busy}>{submit}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
