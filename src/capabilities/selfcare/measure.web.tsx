import { IconBluetooth } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Failed, Line, Lines, Waiting, type PhoneIcon } from '../../platform/ui/phone/parts.web.tsx';
import { ageOn } from '../people/people.ts';
import { bmiOf, feedbackOn, meanOfSitting } from './feedback.ts';
import { HandEntry } from './hand-entry.web.tsx';
import { useOwn, type Own, type TimedValue } from './own-day.web.ts';
import { measureIcons } from './measure-icons.web.ts';
import { measuringOf, measurings, type Entered, type MeasurePerson, type Measuring } from './measuring.ts';
import { canConnect } from './meters/bluetooth.web.ts';
import { MeterEntry } from './meter-entry.web.tsx';
import css from './selfcare.module.css';
import { Said } from './said.web.tsx';
import type { SelfCareContent } from './content.ts';

/** What can be measured, each with its last value. */
export function MeasurePanel({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('selfcare');
  const { own, error, retry } = useOwn(personId);
  if (error) return <Failed error={error} onRetry={retry} />;
  if (!own) return <Waiting rows={5} />;
  return (
    <Card>
      <Lines>
        {measurings.map((measuring) => (
          <Line key={measuring.id} {...iconOf(measuring)} title={t(`measure.${measuring.id}.title`)} note={<LastOf own={own} measuring={measuring} />} to={`/me/measure/${measuring.id}`} />
        ))}
      </Lines>
    </Card>
  );
}

function iconOf({ id }: Measuring): { icon: PhoneIcon } | object {
  const icon = measureIcons[id];
  return icon ? { icon } : {};
}

function LastOf({ own, measuring }: { own: Own; measuring: Measuring }): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const last = lastOf(own, measuring);
  if (!last) return <>{t('measure.never')}</>;
  const unit = t(`measuring:unit.${measuring.units[0] ?? ''}`);
  const number = last.value2 === null ? format.number(last.value, 1) : `${format.number(last.value)}/${format.number(last.value2)}`;
  return <>{t(last.waiting ? 'measure.lastWaiting' : 'measure.last', { value: `${number} ${unit}`, day: format.shortDay(last.at) })}</>;
}

function lastOf({ values }: Own, { fields, moments }: Measuring): TimedValue | undefined {
  const codes = [fields[0]?.code, ...moments];
  return values.filter(({ code }) => codes.includes(code)).toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1);
}

/** One measuring: by hand or from a meter, and what is said about it at once. */
export function MeasureOne({ person, measure }: { person: MeasurePerson; measure: string }): ReactElement {
  const { t } = useTranslation('selfcare');
  const { own, content, error, retry, today } = useOwn(person.personId);
  const [entered, setEntered] = useState<Entered | null>(null);
  const [byMeter, setByMeter] = useState(false);
  const measuring = measuringOf(measure);
  if (error) return <Failed error={error} onRetry={retry} />;
  if (!own || !content || !measuring) return <Waiting rows={2} />;
  if (entered) return <Said {...saying(entered, { own, content, adult: ageOn(person.birthDate, today) >= 18 })} name={person.name} onAgain={() => setEntered(null)} />;
  return (
    <>
      <HandEntry person={person} measuring={measuring} onEntered={setEntered} />
      {measuring.service === null ? null : byMeter ? (
        <MeterEntry person={person} service={measuring.service} onEntered={setEntered} />
      ) : (
        <Card>
          <Lines>
            <li>
              <button type="button" className={css['meter']} disabled={!canConnect()} onClick={() => setByMeter(true)}>
                <IconBluetooth size={26} aria-hidden />
                <span>
                  {t('measuring:meter.use')}
                  <small>{t(canConnect() ? 'measuring:meter.how' : 'measuring:meter.cannot')}</small>
                </span>
              </button>
            </li>
          </Lines>
        </Card>
      )}
    </>
  );
}

/** The words about what was just entered: the value itself, or the mean of the sitting. */
function saying(entered: Entered, { own, content, adult }: { own: Own; content: SelfCareContent; adult: boolean }) {
  const [first] = entered.values;
  const measure = content.measures.find(({ codes }) => first !== undefined && codes.includes(first.code)) ?? null;
  const height = own.values.filter(({ code }) => code === 'body-height').at(-1)?.value ?? null;
  const bmi = first?.code === 'body-weight' ? bmiOf(first.value, height) : null;
  const row = measure && first ? feedbackOn(measure, { value: first.value, value2: first.value2, bmi, adult }) : null;
  const pressures = own.values.flatMap(({ code, at, value, value2 }) => (code === 'blood-pressure' && value2 !== null ? [{ at, value, value2 }] : []));
  const known = pressures.some(({ at }) => at === entered.at);
  const sitting = first?.code === 'blood-pressure' && first.value2 !== null ? meanOfSitting([...pressures, ...(known ? [] : [{ at: entered.at, value: first.value, value2: first.value2 }])]) : null;
  return { entered, row, bmi, sitting };
}
