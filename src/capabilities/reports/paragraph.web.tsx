import { ActionIcon, Alert, Button, Group, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '../../kernel/text.ts';
import { useAct } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { wordsIn, type Paragraph } from './official.ts';
import css from './reports.module.css';
import { editReport, openReport, type ReportView } from './reports.ts';

interface ParagraphProps {
  readonly block: Paragraph;
  readonly report: ReportView;
  readonly locale: Locale;
  readonly editable: boolean;
  readonly children: ReactNode;
}

/** A paragraph that can be written anew in place. Words of one's own stay when the numbers are renewed, with a warning when those beneath changed. */
export function EditableParagraph({ block, report, locale, editable, children }: ParagraphProps): ReactElement {
  const { t } = useTranslation('reports');
  const [writing, setWriting] = useState(false);
  const own = report.edited.find(({ key }) => key === block.key);
  if (writing) return <Writing block={block} report={report} locale={locale} isOwn={own !== undefined} onClose={() => setWriting(false)} />;
  return (
    <div className={css['paragraph']}>
      <p>{children}</p>
      {own || editable ? (
        <div className={css['pen']} data-alone={own === undefined}>
          {own ? <StatusBadge tone={own.overtaken ? 'warning' : 'neutral'}>{t(own.overtaken ? 'edit.overtaken' : 'edit.own')}</StatusBadge> : null}
          {editable ? (
            <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('edit.start', { words: wordsIn(block).slice(0, 20) })} onClick={() => setWriting(true)}>
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          ) : null}
        </div>
      ) : null}
      {own?.overtaken ? (
        <Alert color="yellow" icon={<IconAlertTriangle size={18} aria-hidden />} title={t('edit.nowComputed')} mt="xs">
          {own.computed}
        </Alert>
      ) : null}
    </div>
  );
}

interface WritingProps {
  readonly block: Paragraph;
  readonly report: ReportView;
  readonly locale: Locale;
  readonly isOwn: boolean;
  readonly onClose: () => void;
}

function Writing({ block, report: { reportId, version }, locale, isOwn, onClose }: WritingProps): ReactElement {
  const { t } = useTranslation('reports');
  const [text, setText] = useState(wordsIn(block));
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const save = useAct(editReport, async () => {
    await queries.invalidateQueries({ queryKey: [openReport.path] });
    onClose();
  });
  const write = (words: string | null) => save.mutate({ reportId, version, locale, key: block.key, text: words });
  return (
    <form
      className={css['writing']}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') write(text);
      }}
    >
      <Textarea
        label={t('edit.label')}
        description={t('edit.hint')}
        autosize
        minRows={3}
        maxLength={5000}
        data-autofocus
        autoFocus
        value={text}
        error={save.error ? wordsFor(save.error) : null}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
      />
      <Group gap="xs" mt="xs">
        <Button type="submit" loading={save.isPending} disabled={text.trim() === ''}>
          {t('edit.save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        {isOwn ? (
          <Button variant="subtle" onClick={() => write(null)}>
            {t('edit.restore')}
          </Button>
        ) : null}
      </Group>
    </form>
  );
}
