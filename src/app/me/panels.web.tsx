import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Redirect, useParams } from 'wouter';
import { ConsentsPanel, ErasurePanel, ExportPanel, LooksPanel, SessionsPanel } from '../../capabilities/access/mine.web.tsx';
import { exportOwnBundle, exportOwnRecord } from '../../capabilities/records/exporting.ts';
import { MyMessagesPanel } from '../../capabilities/messaging/mine.web.tsx';
import { CorrectionsPanel } from '../../capabilities/records/mine.web.tsx';
import { MyTierPanel } from '../../capabilities/risk/mine.web.tsx';
import { Card, Screen } from '../../platform/ui/phone/parts.web.tsx';
import { Island } from './island.web.tsx';
import { usePerson } from './person.web.tsx';

export function TierPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  return (
    <Screen title={t('health.tier')} back="/me/health">
      <Island>
        <MyTierPanel key={person.personId} personId={person.personId} />
      </Island>
    </Screen>
  );
}

/** The rights one has over one's own data, each on a page. */
const panels: Readonly<Record<string, (personId: number) => ReactElement>> = {
  looks: (personId) => <LooksPanel personId={personId} />,
  corrections: (personId) => <CorrectionsPanel personId={personId} />,
  consents: (personId) => <ConsentsPanel personId={personId} />,
  export: (personId) => <ExportPanel personId={personId} exports={{ record: exportOwnRecord, bundle: exportOwnBundle }} />,
  erasure: (personId) => <ErasurePanel personId={personId} />,
  messages: (personId) => <MyMessagesPanel key={personId} personId={personId} />,
  sessions: () => <SessionsPanel />,
};

export function MinePanelPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  const { panel } = useParams<{ panel: string }>();
  const made = panels[panel];
  if (!made) return <Redirect to="/me/mine" replace />;
  return (
    <Screen title={t(`mine.${panel}`)} back="/me/mine">
      <Island>
        <Card>{made(person.personId)}</Card>
      </Island>
    </Screen>
  );
}
