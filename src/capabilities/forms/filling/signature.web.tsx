import { IconEraser, IconPencil } from '@tabler/icons-react';
import { useEffect, useRef, useState, type PointerEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isAttachment } from '../answers.ts';
import { Several, type EntryProps } from './entry.web.tsx';
import css from './filling.module.css';

const size = { width: 640, height: 240 } as const;
const ink = '#16282b';

/** Written with a finger or the mouse; whoever cannot draw types the name. */
export function Signature(entry: EntryProps): ReactElement {
  const { t } = useTranslation('filling');
  const { values, onChange } = entry;
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef(false);
  const [typing, setTyping] = useState(false);
  const [name, setName] = useState('');
  const [value] = values;
  const kept = typeof value === 'object' && isAttachment(value) && value.data !== null ? value.data : null;
  const first = useRef(kept);
  useEffect(() => {
    if (first.current === null || typing) return;
    const picture = new Image();
    picture.onload = () => canvas.current?.getContext('2d')?.drawImage(picture, 0, 0);
    picture.src = `data:image/png;base64,${first.current}`;
  }, [typing]);
  const keep = () => {
    const data = canvas.current?.toDataURL('image/png').split(',')[1] ?? null;
    first.current = data;
    onChange([{ contentType: 'image/png', title: t('signature'), url: null, data }]);
  };
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, size.width, size.height);
    first.current = null;
    setName('');
    onChange([]);
  };
  const write = (text: string) => {
    setName(text);
    const pen = canvas.current?.getContext('2d');
    pen?.clearRect(0, 0, size.width, size.height);
    if (!pen || text.trim() === '') return onChange([]);
    pen.fillStyle = ink;
    pen.font = '96px "KaiTi", "STKaiti", "Noto Serif CJK SC", serif';
    pen.textBaseline = 'middle';
    pen.fillText(text, 24, size.height / 2, size.width - 48);
    keep();
  };
  return (
    <Several entry={entry} role="group">
      <canvas ref={canvas} width={size.width} height={size.height} className={css['pad']} role="img" aria-label={t(kept === null ? 'signHere' : 'signed')} {...(typing ? {} : penOf({ drawing, canvas, keep }))} />
      {typing ? <input className={css['input']} aria-label={t('typeName')} placeholder={t('typeName')} maxLength={20} value={name} onChange={(event) => write(event.currentTarget.value)} /> : null}
      <div className={css['pair']}>
        <button type="button" className={css['plain']} onClick={clear}>
          <IconEraser size={22} aria-hidden />
          {t('clear')}
        </button>
        <button
          type="button"
          className={css['plain']}
          aria-pressed={typing}
          onClick={() => {
            clear();
            setTyping(!typing);
          }}
        >
          <IconPencil size={22} aria-hidden />
          {t(typing ? 'drawInstead' : 'typeInstead')}
        </button>
      </div>
    </Several>
  );
}

interface Pen {
  readonly drawing: { current: boolean };
  readonly canvas: { readonly current: HTMLCanvasElement | null };
  readonly keep: () => void;
}

function penOf({ drawing, canvas, keep }: Pen) {
  const at = ({ clientX, clientY }: PointerEvent): [number, number] => {
    const box = canvas.current?.getBoundingClientRect();
    return box ? [((clientX - box.left) / box.width) * size.width, ((clientY - box.top) / box.height) * size.height] : [0, 0];
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const pen = canvas.current?.getContext('2d');
      if (!pen) return;
      drawing.current = true;
      canvas.current?.setPointerCapture(event.pointerId);
      pen.strokeStyle = ink;
      pen.lineWidth = 5;
      pen.lineCap = 'round';
      pen.lineJoin = 'round';
      pen.beginPath();
      pen.moveTo(...at(event));
    },
    onPointerMove: (event: PointerEvent) => {
      const pen = canvas.current?.getContext('2d');
      if (!drawing.current || !pen) return;
      pen.lineTo(...at(event));
      pen.stroke();
    },
    onPointerUp: () => {
      if (!drawing.current) return;
      drawing.current = false;
      keep();
    },
  };
}
