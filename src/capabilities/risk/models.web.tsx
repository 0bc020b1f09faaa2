import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import css from './card.module.css';
import { readModels, type ModelView } from './estimates.ts';
import { writtenUnit } from './plain-words.ts';

/** What the guidelines' models say of the person: class, value or range, the inputs with their days, and what is missing. */
export function ModelsSection({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const asked = useAsk(readModels, { personId });
  return (
    <Loaded query={asked} rows={2}>
      {({ models, assessedOn, edition }) => (
        <Section title={t('models.title')} note={t('models.note', { day: format.day(assessedOn), edition })}>
          {models.length === 0 ? <p>{t('models.none')}</p> : null}
          <ul className={css['models']}>
            {models.map((model) => (
              <li key={model.name}>
                <ModelLine model={model} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Loaded>
  );
}

function ModelLine({ model }: { model: ModelView }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const number = (value: number) => `${format.number(value)}${writtenUnit(model.unit)}`;
  const said = model.value !== null ? number(model.value) : model.range ? `${format.number(model.range[0])}–${number(model.range[1])}` : null;
  return (
    <>
      <h3 className={css['modelTitle']}>{format.text(model.title)}</h3>
      <div className={css['head']}>
        {model.category ? <strong className={css['answer']}>{format.text(model.category.title)}</strong> : <StatusBadge tone="info">{t('models.open')}</StatusBadge>}
        {said ? <span className={css['value']}>{said}</span> : null}
      </div>
      {model.possible.length > 0 ? <p className={css['note']}>{t('models.possible', { classes: model.possible.map(({ title }) => format.text(title)).join(' / ') })}</p> : null}
      {model.notes.map((note) => (
        <p key={note.en} className={css['note']}>
          {format.text(note)}
        </p>
      ))}
      {model.missing.length > 0 ? <p className={css['note']}>{t('models.missing', { facts: model.missing.map(({ title }) => format.text(title)).join(t('models.comma')) })}</p> : null}
      <details>
        <summary>{t('models.inputs')}</summary>
        <dl className={css['facts']}>
          {model.inputs.map((input) => (
            <div key={input.fact}>
              <dt>{format.text(input.title)}</dt>
              <dd>
                {format.text(input.value)}
                {writtenUnit(input.unit)} {input.on ? <span className={css['day']}>{format.day(input.on)}</span> : null}
              </dd>
            </div>
          ))}
        </dl>
        <p className={css['clause']}>
          {format.text(model.clause.title)} · {model.clause.sources.join('；')} · {t(`confidence.${model.clause.confidence}`)}
        </p>
      </details>
    </>
  );
}
