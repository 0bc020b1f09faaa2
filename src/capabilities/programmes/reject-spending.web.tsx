import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

interface RejectProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onReject: (reason: string) => void;
}

/** A rejection says why. */
export function RejectDialog({ opened, onClose, onReject }: RejectProps): ReactElement {
  const { t } = useTranslation('spending');
  const [reason, setReason] = useState('');
  return (
    <Modal opened={opened} onClose={onClose} title={t('rejectTitle')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onReject(reason.trim());
        }}
      >
        <Textarea label={t('rejectReason')} required autosize minRows={2} maxLength={500} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" color="red.8" disabled={reason.trim() === ''}>
            {t('reject')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
