import { Tabs } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchState } from '../../platform/screens.web.ts';
import { Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { MeetingsPanel } from './meetings.web.tsx';
import { organizationTabs, OrganizationsSearch } from './addresses.ts';
import { PartnersPanel } from './partners.web.tsx';
import { TreePanel } from './tree.web.tsx';

/** For administrators: the tree, who works with us, and what was agreed. */
export function OrganizationsPage(): ReactElement {
  const { t } = useTranslation('organizations');
  const [{ tab }, setSearch] = useSearchState(OrganizationsSearch);
  const panels = { tree: TreePanel, partners: PartnersPanel, meetings: MeetingsPanel };
  return (
    <Page>
      <PageHeader title={t('title')} note={t('note')} />
      <Tabs value={tab} onChange={(next) => setSearch({ tab: OrganizationsSearch.shape.tab.parse(next) }, { replace: true })} keepMounted={false}>
        <Tabs.List aria-label={t('title')}>
          {organizationTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>{t(`tabs.${one}`)}</Tabs.Tab>
          ))}
        </Tabs.List>
        {organizationTabs.map((one) => {
          const Panel = panels[one];
          return (
            <Tabs.Panel key={one} value={one} pt="md">
              <Panel />
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </Page>
  );
}
