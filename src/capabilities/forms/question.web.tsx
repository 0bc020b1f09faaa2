import { Button, Checkbox, FileButton, Group, NumberInput, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { isAttachment, isQuantity, isText, type Value } from './answers.ts';
import type { Instance } from './fill.ts';

export interface QuestionProps {
  readonly instance: Instance;
  readonly error: string | null;
  readonly onChange: (values: readonly Value[]) => void;
}

/** One question with the field that its type asks for. */
export function Question({ instance, error, onChange }: QuestionProps): ReactElement {
  const format = useFormat();
  const { item } = instance;
  const label = `${item.prefix === null ? '' : `${item.prefix}. `}${item.text === null ? item.linkId : format.text(item.text)}`;
  const shared = { label, error, required: item.required, description: item.help === null ? null : format.text(item.help) };
  const props = { instance, onChange, shared };
  switch (item.type) {
    case 'boolean':
      return <YesNo {...props} />;
    case 'choice':
    case 'open-choice':
      return item.repeats ? <Several {...props} /> : <OneOf {...props} />;
    case 'integer':
    case 'decimal':
    case 'quantity':
      return <Amount {...props} />;
    case 'attachment':
    case 'camera':
    case 'signature':
      return <Picture {...props} />;
    case 'place':
      return <Place {...props} />;
    default:
      return <Words {...props} />;
  }
}

interface FieldProps {
  readonly instance: Instance;
  readonly onChange: (values: readonly Value[]) => void;
  readonly shared: { readonly label: string; readonly error: string | null; readonly required: boolean; readonly description: string | null };
}

function YesNo({ instance, onChange, shared }: FieldProps): ReactElement {
  const { t } = useTranslation('forms');
  const [value] = instance.values;
  return (
    <Radio.Group {...shared} value={typeof value === 'boolean' ? String(value) : ''} onChange={(next) => onChange([next === 'true'])}>
      <Group mt="xs">
        <Radio value="true" label={t('fill.yes')} />
        <Radio value="false" label={t('fill.no')} />
      </Group>
    </Radio.Group>
  );
}

const other = '\u0000other';

function OneOf({ instance: { item, values }, onChange, shared }: FieldProps): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [value] = values;
  const own = typeof value === 'object' && isText(value) ? value.text : null;
  const [writing, setWriting] = useState(own !== null);
  const chosen = writing ? other : typeof value === 'string' ? value : '';
  return (
    <Radio.Group {...shared} value={chosen} onChange={(next) => { setWriting(next === other); onChange(next === other ? [] : [next]); }}>
      <Stack gap="xs" mt="xs">
        {item.options.map(({ code, text }) => <Radio key={code} value={code} label={format.text(text)} />)}
        {item.type === 'open-choice' ? <Radio value={other} label={t('fill.other')} /> : null}
        {writing ? <TextInput aria-label={t('fill.otherWords')} value={own ?? ''} onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [{ text: event.currentTarget.value }])} /> : null}
      </Stack>
    </Radio.Group>
  );
}

/** "None of these" takes the others away, and they take it away. */
function Several({ instance: { item, values }, onChange, shared }: FieldProps): ReactElement {
  const format = useFormat();
  const chosen = values.filter((value) => typeof value === 'string');
  const alone = new Set(item.options.filter(({ exclusive }) => exclusive).map(({ code }) => code));
  const take = (next: readonly string[]) => {
    const added = next.find((code) => !chosen.includes(code));
    if (added === undefined) return onChange(next);
    return onChange(alone.has(added) ? [added] : next.filter((code) => !alone.has(code)));
  };
  return (
    <Checkbox.Group {...shared} value={chosen} onChange={take}>
      <Stack gap="xs" mt="xs">{item.options.map(({ code, text }) => <Checkbox key={code} value={code} label={format.text(text)} />)}</Stack>
    </Checkbox.Group>
  );
}

function Amount({ instance: { item, values }, onChange, shared }: FieldProps): ReactElement {
  const [value] = values;
  const number = typeof value === 'object' && isQuantity(value) ? value.value : value;
  return (
    <NumberInput
      {...shared}
      value={typeof number === 'number' ? number : ''}
      onChange={(next) => onChange(typeof next !== 'number' ? [] : [item.type === 'quantity' ? { value: next, unit: item.unit } : next])}
      allowDecimal={item.type !== 'integer'}
      readOnly={item.readOnly || item.calculated !== null}
      rightSection={item.unit === null ? null : <Text size="sm" c="dimmed" pe="xs">{item.unit.replaceAll(/[{}[\]]/g, '')}</Text>}
      rightSectionWidth={item.unit === null ? 0 : 76}
      hideControls
      inputMode={item.type === 'integer' ? 'numeric' : 'decimal'}
    />
  );
}

const inputTypes: Readonly<Record<string, string>> = { date: 'date', time: 'time', dateTime: 'datetime-local', url: 'url' };

function Words({ instance: { item, values }, onChange, shared }: FieldProps): ReactElement {
  const [value] = values;
  const text = typeof value === 'string' ? value : '';
  const take = (next: string) => onChange(next === '' ? [] : [item.type === 'dateTime' ? `${next.slice(0, 16)}:00+08:00` : next]);
  const limits = { readOnly: item.readOnly || item.calculated !== null, ...(item.maxLength === null ? {} : { maxLength: item.maxLength }) };
  if (item.type === 'text') return <Textarea {...shared} {...limits} autosize minRows={3} value={text} onChange={(event) => take(event.currentTarget.value)} />;
  return <TextInput {...shared} {...limits} type={inputTypes[item.type] ?? 'text'} value={item.type === 'dateTime' ? text.slice(0, 16) : text} onChange={(event) => take(event.currentTarget.value)} />;
}

/** A picture is made small before it is sent. */
const longestSide = 1280;

async function smallPicture(file: File): Promise<Value> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return { contentType: 'image/jpeg', title: file.name.slice(0, 100), url: null, data: canvas.toDataURL('image/jpeg', 0.8).split(',')[1] ?? null };
}

function Picture({ instance: { item, values }, onChange, shared }: FieldProps): ReactElement {
  const { t } = useTranslation('forms');
  const [failed, setFailed] = useState(false);
  const [value] = values;
  const kept = typeof value === 'object' && isAttachment(value) ? value : null;
  const take = (file: File | null) => {
    if (file) void smallPicture(file).then((picture) => { setFailed(false); onChange([picture]); }).catch(() => setFailed(true));
  };
  return (
    <Stack gap="xs" role="group" aria-label={shared.label}>
      <Text fw={500}>{shared.label}{shared.required ? ' *' : ''}</Text>
      <Group>
        <FileButton accept="image/*" {...(item.type === 'camera' ? { capture: 'environment' as const } : {})} onChange={take}>
          {(props) => <Button {...props} variant="default">{t(item.type === 'camera' ? 'fill.camera' : 'fill.picture')}</Button>}
        </FileButton>
        {kept === null ? null : <Button variant="subtle" onClick={() => onChange([])}>{t('fill.remove', { name: kept.title ?? '' })}</Button>}
      </Group>
      {kept?.data ? <img src={`data:${kept.contentType};base64,${kept.data}`} alt={kept.title ?? shared.label} style={{ maxWidth: '100%', maxHeight: '14rem', objectFit: 'contain' }} /> : null}
      {failed || shared.error ? <Text c="var(--k-bad)" size="sm" role="alert">{failed ? t('fill.noPicture') : shared.error}</Text> : null}
    </Stack>
  );
}

function Place({ instance: { values }, onChange, shared }: FieldProps): ReactElement {
  const { t } = useTranslation('forms');
  const [failed, setFailed] = useState(false);
  const [value] = values;
  const find = () => navigator.geolocation.getCurrentPosition(({ coords }) => { setFailed(false); onChange([`geo:${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)};u=${Math.round(coords.accuracy)}`]); }, () => setFailed(true), { timeout: 15_000 });
  return (
    <Stack gap="xs" role="group" aria-label={shared.label}>
      <Text fw={500}>{shared.label}{shared.required ? ' *' : ''}</Text>
      <Group>
        <Button variant="default" onClick={find}>{t('fill.here')}</Button>
        {typeof value === 'string' ? <Text size="sm">{value.replace('geo:', '').split(';')[0]}</Text> : null}
      </Group>
      {failed || shared.error ? <Text c="var(--k-bad)" size="sm" role="alert">{failed ? t('fill.noPlace') : shared.error}</Text> : null}
    </Stack>
  );
}
