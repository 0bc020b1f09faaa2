import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { ReactElement, ReactNode } from 'react';
import { theme, variables } from '../../platform/ui/theme.web.ts';

/** Around panels that are made of the staff's kit; fetched with them and not before. */
export function Island({ children }: { children: ReactNode }): ReactElement {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Notifications position="bottom-center" />
      {children}
    </MantineProvider>
  );
}
