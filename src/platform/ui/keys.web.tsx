import { Kbd, Modal, Table } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

/** A shortcut as the help sheet shows it. `label` is a key of the locales. */
export interface Shortcut {
  readonly keys: string;
  readonly label: string;
}

const shown = new Set<readonly Shortcut[]>();

/** List a page's shortcuts in the help sheet while the page is open. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    shown.add(shortcuts);
    return () => void shown.delete(shortcuts);
  }, [shortcuts]);
}

/** Whether a key press belongs to a field or an input method, and is not for us. */
export function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.isComposing) return true;
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

const everywhere: readonly Shortcut[] = [
  { keys: '?', label: 'common:keys.help' },
  { keys: 'Tab', label: 'common:keys.next' },
  { keys: 'Esc', label: 'common:keys.close' },
];

/** `?` shows which keys do what on this page. */
export function KeyboardHelp(): ReactElement {
  const { t } = useTranslation('common');
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.key !== '?' && event.key !== '\uff1f') || isTyping(event) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      setOpened(true);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={t('keys.title')} centered closeButtonProps={{ 'aria-label': t('close') }}>
      <Table>
        <Table.Tbody>
          {[...shown, everywhere].flat().map(({ keys, label }) => (
            <Table.Tr key={`${keys} ${label}`}>
              <Table.Td>
                {keys.split(' ').map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(label)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
