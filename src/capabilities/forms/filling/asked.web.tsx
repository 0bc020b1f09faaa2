import { IconClipboardCheck, IconClipboardText } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../../platform/call.web.ts';
import { useFormat } from '../../../platform/ui/format.web.ts';
import { Asked, Card, Line, Lines, Nothing } from '../../../platform/ui/phone/parts.web.tsx';
import { myForms, myResponses, type AskedForm } from '../responding.ts';
import { useResultWords } from './result-words.web.ts';

/** Forms that the person may fill in now; nothing where there are none. */
export function OpenForms({ personId }: { personId: number }): ReactElement | null {
  const { t } = useTranslation('filling');
  const asked = useAsk(myForms, { personId });
  const open = (asked.data ?? []).filter(({ standing }) => standing === 'open');
  if (open.length === 0) return null;
  return (
    <Card title={t('asked.title')}>
      <Lines>
        {open.map((form) => (
          <FormLine key={form.distributionId} form={form} />
        ))}
      </Lines>
    </Card>
  );
}

/** All forms that were asked of the person, and those that were answered. */
export function FormsPanel({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('filling');
  const asked = useAsk(myForms, { personId });
  return (
    <>
      <Card title={t('asked.title')}>
        <Asked query={asked}>
          {(all) =>
            all.length === 0 ? (
              <Nothing icon={IconClipboardCheck} title={t('asked.none')}>
                <p>{t('asked.noneWhy')}</p>
              </Nothing>
            ) : (
              <Lines>
                {all.map((form) => (
                  <FormLine key={form.distributionId} form={form} />
                ))}
              </Lines>
            )
          }
        </Asked>
      </Card>
      <Past personId={personId} />
    </>
  );
}

function FormLine({ form: { distributionId, title, questions, minutes, standing, respondents, closesAt, draftSavedAt } }: { form: AskedForm }): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const note = [
    standing === 'open' ? t(draftSavedAt === null ? 'asked.about' : 'asked.resume', { questions, minutes }) : t(`asked.standing.${standing}`),
    ...(respondents === 'identified' ? [] : [t(`asked.${respondents}`)]),
    ...(standing === 'open' && closesAt !== null ? [t('asked.until', { day: format.shortDay(closesAt) })] : []),
  ].join(' · ');
  return <Line icon={standing === 'answered' ? IconClipboardCheck : IconClipboardText} warm={standing === 'open'} title={title} note={note} {...(standing === 'open' ? { to: `/me/forms/${distributionId}` } : {})} />;
}

function Past({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const words = useResultWords();
  const past = useAsk(myResponses, { personId });
  return (
    <Card title={t('asked.past')}>
      <Asked query={past}>
        {(all) =>
          all.length === 0 ? (
            <Nothing title={t('asked.noPast')} />
          ) : (
            <Lines>
              {all.map(({ responseId, title, submittedAt, results }) => (
                <Line key={responseId} icon={IconClipboardCheck} title={format.text(title)} note={[format.day(submittedAt), ...results.slice(0, 2).map(words)].join(' · ')} />
              ))}
            </Lines>
          )
        }
      </Asked>
    </Card>
  );
}
