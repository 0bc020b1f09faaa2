import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, call, useAct } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { undoable } from '../../platform/ui/undo.web.tsx';
import { suggestIndicators, type IndicatorDefinition } from '../indicators/indicators.ts';
import { bindGoal, listProgrammes, openProgramme, type GoalProgress } from './programmes.ts';

interface BindGoalProps {
  readonly goal: GoalProgress;
  readonly programmeId: string;
  readonly definitions: readonly IndicatorDefinition[];
  readonly onClose: () => void;
}

/** Choose what a goal is measured by. It is measured at once, so the answer is waited for. */
export function BindGoal({ goal, programmeId, definitions, onClose }: BindGoalProps): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const [chosen, setChosen] = useState(goal.indicator);
  const refresh = useRefresh(programmeId);
  const bind = useAct(bindGoal, async () => {
    await refresh();
    onClose();
    undoable({ message: t('goals.bound', { metric: goal.metric }), undoLabel: t('common:undo'), commit: () => {}, undo: () => void call(bindGoal, { goalId: goal.goalId, indicator: goal.indicator }).then(refresh, (error: unknown) => toastFailed(wordsFor(error))) });
  });
  const suggested = suggestIndicators(goal.metric, definitions).flatMap(({ id }) => definitions.filter((definition) => definition.id === id));
  const options = (list: readonly IndicatorDefinition[]) => list.map(({ id, title }) => ({ value: id, label: format.text(title) }));
  const definition = definitions.find(({ id }) => id === chosen);
  const needs = definition?.measure.by === 'none' ? definition.measure.needs : null;
  return (
    <Modal opened onClose={onClose} title={t('goals.bindTitle', { metric: goal.metric })} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack>
        <Select
          label={t('plans:bind.indicator')}
          placeholder={t('plans:bind.search')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': t('plans:bind.none') }}
          nothingFoundMessage={t('plans:bind.nothing')}
          value={chosen}
          onChange={setChosen}
          data={[
            ...(suggested.length > 0 ? [{ group: t('plans:bind.suggested'), items: options(suggested) }] : []),
            { group: t('plans:bind.all'), items: options(definitions.filter((one) => !suggested.includes(one))) },
          ]}
        />
        {definition ? (
          <Text size="sm" c="dimmed">
            {definition.denominator
              ? t('plans:bind.counts', { numerator: format.text(definition.numerator), denominator: format.text(definition.denominator) })
              : t('plans:bind.countsOnly', { numerator: format.text(definition.numerator) })}
          </Text>
        ) : null}
        {needs ? (
          <Alert color="yellow" variant="light">
            {t('plans:bind.cannotMeasure', { needs: format.text(needs) })}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button loading={bind.isPending} disabled={chosen === goal.indicator} onClick={() => bind.mutate({ goalId: goal.goalId, indicator: chosen }, { onError: (error) => toastFailed(wordsFor(error)) })}>
            {t(chosen === null ? 'goals.unbindNow' : 'goals.bindNow')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useRefresh(programmeId: string): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: asking(openProgramme, { programmeId }).queryKey });
    await queries.invalidateQueries({ queryKey: asking(listProgrammes, {}).queryKey });
  };
}
