import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { AnswerMine } from '../../capabilities/forms/filling/answer-mine.web.tsx';
import { FormsPanel } from '../../capabilities/forms/filling/asked.web.tsx';
import { openMine } from '../../capabilities/forms/responding.ts';
import { useAsk } from '../../platform/call.web.ts';
import { Screen } from '../../platform/ui/phone/parts.web.tsx';
import { usePerson } from './person.web.tsx';

export function FormsPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  return (
    <Screen title={t('mine.forms')} back="/me/mine">
      <FormsPanel key={person.personId} personId={person.personId} />
    </Screen>
  );
}

export function FormPage(): ReactElement {
  const { t } = useTranslation('me');
  const { person } = usePerson();
  const { distributionId } = useParams<{ distributionId: string }>();
  const form = useAsk(openMine, { personId: person.personId, distributionId });
  return (
    <Screen title={form.data?.title ?? t('mine.forms')} back="/me">
      <AnswerMine key={`${person.personId} ${distributionId}`} personId={person.personId} distributionId={distributionId} />
    </Screen>
  );
}
