import { IconCircleCheck, IconCloudUp, IconHeartHandshake, IconPhone } from '@tabler/icons-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sent } from '../../../platform/outbox.web.ts';
import { useFormat } from '../../../platform/ui/format.web.ts';
import { Card, Go, Line, Lines, Note } from '../../../platform/ui/phone/parts.web.tsx';
import type { Submitted } from '../responding.ts';
import { useResultWords } from './result-words.web.ts';

/** After sending: help first where the answers call for it, then what the form found. */
export function Done({ sent }: { sent: Sent<Submitted> }): ReactElement {
  const { t } = useTranslation('filling');
  const words = useResultWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const output = sent.sent ? sent.output : null;
  return (
    <>
      {output?.crisis ? <Help crisis={output.crisis} /> : null}
      <h2 ref={heading} tabIndex={-1}>
        {t(sent.sent ? 'done.title' : 'done.waits')}
      </h2>
      {sent.sent ? null : <Note tone="info" icon={IconCloudUp} title={t('done.waits')} />}
      {output && output.results.length > 0 ? (
        <Card title={t('done.results')}>
          <Lines>
            {output.results.map((result) => (
              <Line key={result.id} icon={IconCircleCheck} title={words(result)} />
            ))}
          </Lines>
          <p>{t('done.screening')}</p>
        </Card>
      ) : null}
      <Go to="/me" look="main" wide>
        {t('done.to')}
      </Go>
    </>
  );
}

/** Somebody to turn to at once; each number is one tap away. */
function Help({ crisis: { help, followUp } }: { crisis: NonNullable<Submitted['crisis']> }): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  return (
    <Note tone="bad" role="alert" icon={IconHeartHandshake} title={t('done.help')}>
      <p>{t('done.helpWhy')}</p>
      {help.map(({ name, number, note }) => (
        <div key={number}>
          <Go to={`tel:${number}`} look="alarm" wide icon={IconPhone}>
            {t('done.call', { number })}
          </Go>
          <p>
            {format.text(name)}
            {note === null ? '' : ` · ${format.text(note)}`}
          </p>
        </div>
      ))}
      {followUp ? <p>{t('done.followUp')}</p> : null}
    </Note>
  );
}
