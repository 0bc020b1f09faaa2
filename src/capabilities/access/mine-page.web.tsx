import { SegmentedControl } from '@mantine/core';
import type { ComponentType, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import css from './access.module.css';
import { MineSearch } from './addresses.ts';
import { MinePanels, NobodyYet, type Exports } from './mine.web.tsx';
import { myPeople } from './residents.ts';

/** A resident's own data, and that of wards: who looked, consents, export, erasure, sessions. */
export function minePage(exports: Exports): ComponentType {
  return function MinePage(): ReactElement {
    const { t } = useTranslation('access');
    const people = useAsk(myPeople, {});
    const [{ of, panel }, set] = useSearchState(MineSearch);
    return (
      <Page>
        <PageHeader title={t('mine.title')} note={t('mine.note')} />
        <Card>
          <Loaded query={people}>
            {(all) => {
              const chosen = all.find(({ personId }) => personId === of) ?? all[0];
              if (!chosen) return <NobodyYet />;
              return (
                <>
                  {all.length > 1 ? (
                    <SegmentedControl className={css['choose'] ?? ''} mb="md" aria-label={t('mine.whose')} value={String(chosen.personId)} onChange={(next) => set({ of: Number(next) })} data={all.map(({ personId, name, own }) => ({ value: String(personId), label: own ? t('mine.own', { name }) : name }))} />
                  ) : null}
                  <MinePanels key={chosen.personId} personId={chosen.personId} exports={exports} open={panel} onOpen={(next) => set({ panel: next })} />
                </>
              );
            }}
          </Loaded>
        </Card>
      </Page>
    );
  };
}
