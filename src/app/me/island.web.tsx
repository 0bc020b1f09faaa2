import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { ReactElement, ReactNode } from 'react';
import { theme, variables } from '../../platform/ui/theme.web.ts';

/** The same kit with the larger words of this app. */
const large = mergeThemeOverrides(theme, { fontSizes: { xs: '0.95rem', sm: '1.0625rem', md: '1.125rem', lg: '1.25rem' }, components: { Button: { defaultProps: { size: 'md' } } } });

/** Around panels that are made of the staff's kit; fetched with them and not before. */
export function Island({ children }: { children: ReactNode }): ReactElement {
  return (
    <MantineProvider theme={large} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Notifications position="bottom-center" />
      {children}
    </MantineProvider>
  );
}
