import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import css from './card.module.css';
import { programmeTiers } from './tier-list.ts';
import { tierTones } from './tones.web.ts';
import { Outcome } from './tier-rules.ts';

const listPath: string = '/risk/persons';

/** How many of a programme's people stand in each tier, each with the list of who they are. */
export function ProgrammeTiers({ programmeId }: { programmeId: string }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const maySee = useMay('risk.read');
  const asked = useAsk(programmeTiers, { programmeId });
  return (
    <Section title={t('programme.title')}>
      <Loaded query={asked} rows={1}>
        {({ tiers, hiddenBelow }) => {
          const shown = tiers.filter(({ tier }) => tier !== 'none');
          if (shown.every(({ persons }) => persons === 0)) return <p className={css['note']}>{t('programme.none')}</p>;
          return (
            <>
              <dl className={css['figures']}>
                {shown.map(({ tier, persons }) => (
                  <div key={tier}>
                    <dt><StatusBadge tone={tierTones[Outcome.parse(tier)]}>{t(`tier.${tier}`)}</StatusBadge></dt>
                    <dd>
                      {persons === null ? `< ${hiddenBelow ?? ''}` : maySee && persons > 0 ? (
                        <Link to={listPath} search={{ programme: programmeId, tier }} aria-label={t('programme.open', { tier: t(`tier.${tier}`), count: persons })}>
                          {format.number(persons)}
                        </Link>
                      ) : (
                        format.number(persons)
                      )}
                    </dd>
                  </div>
                ))}
              </dl>
              {hiddenBelow === null ? null : <p className={css['note']}>{t('movement.hidden', { n: hiddenBelow })}</p>}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}
