import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths } from '../../kernel/day.ts';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import css from './card.module.css';
import { FlowDrawing, FlowFigures, flowOrder } from './flow.web.tsx';
import { OrganizationChoice } from './organization-choice.web.tsx';
import { tierMovement, type Flow } from './risk.ts';
import { MovementSearch } from './addresses.ts';

const listPath: string = '/risk/persons';
/** Who moved between the tiers from one day to another: a drawing, and the same as a table. */
export function MovementPage(): ReactElement {
  const { t } = useTranslation('risk');
  const [search, setSearch] = useSearchState(MovementSearch);
  const to = search.to ?? todayInChina();
  const from = search.from ?? addMonths(to, -3);
  const moved = useAsk(tierMovement, { from, to, ...(search.at === undefined ? {} : { organizationId: search.at }) });
  return (
    <Page>
      <PageHeader title={t('movement.title')} note={t('movement.note')} />
      <Card>
        <div className={css['fields']}>
          <DayField label={t('movement.from')} value={from} onChange={(day) => day && setSearch({ from: day })} />
          <DayField label={t('movement.to')} value={to} onChange={(day) => day && setSearch({ to: day })} />
          <OrganizationChoice value={search.at ?? null} onChange={(at) => setSearch({ at: at ?? undefined })} />
        </div>
      </Card>
      <Loaded query={moved}>{({ flows, hiddenBelow }) => <Movement flows={flows} hiddenBelow={hiddenBelow} drill={{ start: from, end: to, ...(search.at === undefined ? {} : { at: search.at }) }} />}</Loaded>
    </Page>
  );
}

interface Drill {
  readonly start: string;
  readonly end: string;
  readonly at?: number;
}

function Movement({ flows, hiddenBelow, drill }: { flows: readonly Flow[]; hiddenBelow: number | null; drill: Drill }): ReactElement {
  const { t } = useTranslation('risk');
  // Those who need no tier are most of a population, and would hide the others.
  const inTiers = flows.filter(({ from, to }) => [from, to].some((end) => end === 'low' || end === 'mid' || end === 'high'));
  if (inTiers.every(({ persons }) => persons === null)) return <EmptyState title={hiddenBelow === null ? t('movement.empty') : t('movement.tooFew', { n: hiddenBelow })} />;
  const known = inTiers.flatMap(({ persons, ...ends }) => (persons === null ? [] : [{ ...ends, persons }]));
  return (
    <>
      <Section title={t('movement.drawing')}>
        {known.length === inTiers.length ? <FlowFigures flows={known} /> : null}
        <FlowDrawing flows={known} label={t('movement.drawingLabel')} />
      </Section>
      <Section title={t('movement.table')} note={hiddenBelow === null ? null : t('movement.hidden', { n: hiddenBelow })}>
        <FlowTable flows={inTiers} drill={drill} />
      </Section>
    </>
  );
}

function FlowTable({ flows, drill }: { flows: readonly Flow[]; drill: Drill }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const [rows, columns] = [flowOrder.filter((key) => flows.some(({ from }) => from === key)), flowOrder.filter((key) => flows.some(({ to }) => to === key))];
  const maySee = useMay('risk.read');
  const cell = (from: string, to: string): ReactNode => {
    const flow = flows.find((one) => one.from === from && one.to === to);
    if (flow === undefined) return '–';
    if (flow.persons === null) return t('movement.left');
    // Who is followed no more has left the lists.
    if (!maySee || flow.persons === 0 || to === 'none') return format.number(flow.persons);
    return (
      <Link to={listPath} search={{ movedFrom: from, movedTo: to, ...drill }} aria-label={t('movement.open', { from: t(`tier.${from}`), to: t(`tier.${to}`), count: flow.persons })}>
        {format.number(flow.persons)}
      </Link>
    );
  };
  return (
    <div className={css['scroll']}>
      <table className={`${css['table']} ${css['numbers']}`}>
        <thead>
          <tr>
            <th scope="col">{t('movement.fromTo')}</th>
            {columns.map((key) => (
              <th scope="col" key={key}>
                {t(`tier.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((from) => (
            <tr key={from}>
              <th scope="row">{t(`tier.${from}`)}</th>
              {columns.map((to) => (
                <td key={to}>{cell(from, to)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
