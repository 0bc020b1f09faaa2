import { IconBluetooth } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useProblemWords } from '../../platform/ui/problem-words.web.ts';
import { Act, Card, Note } from '../../platform/ui/phone/parts.web.tsx';
import { useMeasured } from './entering.web.ts';
import { measuringOf, type Entered, type MeasurePerson } from './measuring.ts';
import { hear } from './meters/bluetooth.web.ts';
import { fresh, instantOf, keyOf, type MeterReading } from './meters/reading.ts';
import { heardBefore, noteHeard } from './meters/heard.web.ts';
import css from './selfcare.module.css';

interface MeterEntryProps {
  readonly person: MeasurePerson;
  readonly service: number;
  readonly onEntered: (entered: Entered) => void;
}

type State = 'idle' | 'connecting' | 'waiting' | 'reading' | 'chosen' | 'saving';

/** Read a meter, look at what it says, and keep the chosen values. What was kept before is not shown again. */
export function MeterEntry({ person, service, onEntered }: MeterEntryProps): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const measured = useMeasured(person.personId);
  const [state, setState] = useState<State>('idle');
  const [readings, setReadings] = useState<readonly MeterReading[]>([]);
  const [left, setLeft] = useState<ReadonlySet<MeterReading>>(new Set());
  const [device, setDevice] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const read = async () => {
    setProblem(null);
    try {
      const heard = await hear(service, { after: (id) => heardBefore(id).sequence, onState: setState });
      const found = fresh(heard.readings, heardBefore(heard.device).keys).toSorted((a, b) => ((a.at ?? '9') < (b.at ?? '9') ? 1 : -1));
      setDevice(heard.device);
      setReadings(found);
      setLeft(new Set());
      setState('chosen');
    } catch (error) {
      setState('idle');
      setProblem(error instanceof DOMException && error.name === 'NotFoundError' ? t('measuring:meter.none') : t('measuring:meter.failed'));
    }
  };
  const save = async () => {
    setState('saving');
    try {
      const kept = readings.filter((reading) => !left.has(reading));
      let last: Entered | null = null;
      for (const { at, values } of kept.toReversed()) {
        const instant = at === null ? new Date().toISOString() : instantOf(at);
        const { sent } = await measured({ at: instant, values: values.map((value) => ({ ...value, confirmed: true })), title: t('measuring:meter.title') });
        last = { at: instant, sent, values };
      }
      noteHeard(device, readings);
      if (last) onEntered(last);
    } catch (error) {
      setProblem(wordsFor(error));
      setState('chosen');
    }
  };
  const chosen = readings.length - left.size;
  return (
    <Card title={t('measuring:meter.title')}>
      {problem === null ? null : <Note tone="warning" role="alert" title={problem} />}
      {state === 'idle' ? (
        <>
          <p className={css['quiet']}>{t('measuring:meter.ready')}</p>
          <Act look="main" wide icon={IconBluetooth} onClick={() => void read()}>
            {t('measuring:meter.connect')}
          </Act>
        </>
      ) : null}
      {state === 'connecting' || state === 'waiting' || state === 'reading' ? <p role="status">{t(`measuring:meter.state.${state}`)}</p> : null}
      {(state === 'chosen' || state === 'saving') && readings.length === 0 ? <p role="status">{t('measuring:meter.nothingNew')}</p> : null}
      {(state === 'chosen' || state === 'saving') && readings.length > 0 ? (
        <>
          <p>{t('measuring:meter.whose', { name: person.name })}</p>
          <ul className={css['heard']}>
            {readings.map((reading) => (
              <li key={keyOf(reading) ?? 'live'}>
                <label>
                  <input type="checkbox" checked={!left.has(reading)} onChange={(event) => setLeft(new Set(event.currentTarget.checked ? [...left].filter((one) => one !== reading) : [...left, reading]))} />
                  <span>
                    <strong>{reading.values.map(({ code, value, value2 }) => `${value2 === null ? format.number(value, 1) : `${value}/${value2}`} ${code === 'heart-rate' ? t('measuring:unit./min') : t(`measuring:unit.${measuringOf(code)?.units[0] ?? ''}`)}`).join(' · ')}</strong>
                    <small>{reading.at === null ? t('measuring:meter.now') : format.moment(instantOf(reading.at))}</small>
                    {reading.warnings.map((warning) => <small key={warning}>{t(`measuring:warning.${warning}`)}</small>)}
                  </span>
                </label>
              </li>
            ))}
          </ul>
          <Act look="main" wide busy={state === 'saving'} disabled={chosen === 0} onClick={() => void save()}>
            {t('measuring:meter.save', { count: chosen })}
          </Act>
        </>
      ) : null}
    </Card>
  );
}
