import { Popover, UnstyledButton } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Locale } from '../../kernel/text.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { Proof } from './material.ts';
import type { Block, Sentence } from './official.ts';
import { EditableParagraph } from './paragraph.web.tsx';
import css from './reports.module.css';
import type { ReportView } from './reports.ts';

const ChartDrawing = lazy(async () => ({ default: (await import('./chart.web.tsx')).ChartDrawing }));

interface PaperProps {
  readonly report: ReportView;
  readonly locale: Locale;
  readonly editable: boolean;
}

/** The document as it is printed, each paragraph open to the pen of whoever may write. */
export function OfficialPaper(props: PaperProps): ReactElement {
  const { document } = props.report;
  return (
    <article className={css['paper']} lang={props.locale}>
      <p className={css['paperTitle']}>{document.title}</p>
      {document.subtitle ? <p className={css['paperSubtitle']}>{document.subtitle}</p> : null}
      {document.blocks.map((block) => (
        <BlockView key={block.key} block={block} {...props} />
      ))}
    </article>
  );
}

function BlockView({ block, ...props }: PaperProps & { block: Block }): ReactElement {
  const { t } = useTranslation('reports');
  switch (block.kind) {
    case 'heading': {
      const Heading = block.level === 1 ? 'h2' : block.level === 2 ? 'h3' : 'h4';
      return <Heading className={css[`heading${block.level}`]}>{block.text}</Heading>;
    }
    case 'paragraph':
      return (
        <EditableParagraph block={block} {...props}>
          {block.sentences.map((sentence, i) => (
            <SentenceView key={i} sentence={sentence} proofs={props.report.proofs} />
          ))}
        </EditableParagraph>
      );
    case 'table':
      return (
        <div className={css['scroll']} tabIndex={0} role="region" aria-label={block.caption}>
          <table className={css['table']}>
            <caption>{block.caption}</caption>
            <thead>
              <tr>
                {block.columns.map((column) => (
                  <th key={column.title} scope="col" style={{ width: `${column.width}%` }}>
                    {column.title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, i) => (
                <tr key={i}>
                  {block.columns.map((column, j) => (
                    <td key={column.title} style={{ textAlign: column.align }}>
                      {row[j]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'chart':
      return (
        <figure className={css['figure']}>
          <Suspense fallback={<div className={css['drawing']} role="status" aria-label={t('common:loading')} />}>
            <ChartDrawing chart={block.chart} label={block.caption} />
          </Suspense>
          <figcaption>{block.caption}</figcaption>
        </figure>
      );
    case 'signature':
      return (
        <div className={css['signature']}>
          {block.lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </div>
      );
  }
}

function SentenceView({ sentence, proofs }: { sentence: Sentence; proofs: readonly Proof[] }): ReactElement {
  return (
    <>
      {sentence.text}
      {sentence.proofs.map((no) => {
        const proof = proofs.find((one) => one.no === no);
        return proof ? <ProofMark key={no} proof={proof} /> : null;
      })}
    </>
  );
}

/** 〔3〕: opens what the sentence rests on. */
function ProofMark({ proof }: { proof: Proof }): ReactElement {
  const { t } = useTranslation('reports');
  const format = useFormat();
  const counts = proof.numerator === null && proof.denominator === null ? null : t('proof.counts', { numerator: proof.numerator === null ? '—' : format.number(proof.numerator), denominator: proof.denominator === null ? '—' : format.number(proof.denominator) });
  return (
    <Popover width={300} withArrow shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton className={css['mark'] ?? ''} aria-label={t('proof.mark', { no: proof.no, title: proof.title })}>
          〔{proof.no}〕
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={css['proof'] ?? ''}>
        <strong>{proof.title}</strong>
        <span>{t('proof.source', { source: proof.source })}</span>
        {counts ? <span>{counts}</span> : null}
        <span>{t('asOf', { day: format.day(proof.asOf) })}</span>
        {proof.version ? <span>{t('proof.version', { version: proof.version })}</span> : null}
        <Link to={proof.href}>
          {t('proof.open')} <IconExternalLink size={14} aria-hidden />
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}
