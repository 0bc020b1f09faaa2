import { IconAlertTriangle, IconCircleCheck, IconCloudUp, IconInfoCircle, IconPhone } from '@tabler/icons-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Act, Go, Note, type PhoneIcon } from '../../platform/ui/phone/parts.web.tsx';
import type { FeedbackRow, Level } from './content.ts';
import { measuringOf, type Entered } from './measuring.ts';
import css from './selfcare.module.css';

interface SaidProps {
  readonly entered: Entered;
  readonly row: FeedbackRow | null;
  readonly bmi: number | null;
  readonly sitting: { readonly value: number; readonly value2: number; readonly count: number } | null;
  readonly name: string;
  readonly onAgain: () => void;
}

const icons: Readonly<Record<Level, PhoneIcon>> = { good: IconCircleCheck, notice: IconInfoCircle, low: IconAlertTriangle, high: IconAlertTriangle, danger: IconAlertTriangle };

/** What was entered and what it means, in plain words; with danger, what to do now. */
export function Said({ entered, row, bmi, sitting, name, onAgain }: SaidProps): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const level = row?.level ?? 'good';
  const Icon = icons[level];
  const [first, ...others] = entered.values;
  return (
    <>
      <section className={`${css['said']} ${css[level]}`} aria-live={level === 'danger' ? 'assertive' : 'polite'}>
        <div className={css['saidHead']}>
          <Icon size={40} aria-hidden />
          <h2 ref={heading} tabIndex={-1}>
            {row ? format.text(row.title) : t('measuring:said.noted')}
          </h2>
        </div>
        {first ? <p className={css['value']}>{numberOf(first, format.number)} <small>{t(`measuring:unit.${measuringOf(first.code)?.units[0] ?? ''}`)}</small></p> : null}
        {others.map((one) => <p key={one.code}>{t(`measuring:field.pulse`)} {format.number(one.value)} {t('measuring:unit./min')}</p>)}
        {bmi === null ? null : <p>{t('measuring:said.bmi', { bmi: format.number(bmi, 1) })}</p>}
        {row ? <p>{format.text(row.text)}</p> : null}
        {row?.act ? <p><strong>{format.text(row.act)}</strong></p> : null}
        {level === 'danger' ? <Go to="tel:120" look="alarm" wide icon={IconPhone}>{t('measuring:said.call')}</Go> : null}
        {row && row.again !== null ? <p>{t('measuring:said.again', { count: row.again })}</p> : null}
        {sitting ? <p>{t('measuring:said.sitting', { count: sitting.count, mean: `${sitting.value}/${sitting.value2}` })}</p> : null}
      </section>
      <Note tone={entered.sent ? 'good' : 'info'} icon={entered.sent ? IconCircleCheck : IconCloudUp} role="status" title={t(entered.sent ? 'measuring:said.sent' : 'measuring:said.waits', { name })} />
      <Act look={row?.again ? 'main' : 'soft'} wide onClick={onAgain}>
        {t('measuring:said.measureAgain')}
      </Act>
      <Go to="/me" wide>
        {t('measuring:said.toToday')}
      </Go>
    </>
  );
}

function numberOf({ value, value2 }: { value: number; value2: number | null }, number: (value: number, decimals?: number) => string): string {
  return value2 === null ? number(value, 1) : `${number(value)}/${number(value2)}`;
}
