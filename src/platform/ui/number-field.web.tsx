import { TextInput } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly error?: string | null;
}

/** The number that somebody typed: full-width digits and thousands separators count; null when it is none. */
function typedNumber(typed: string): number | null {
  const plain = typed.normalize('NFKC').replace(/[,\s]/g, '');
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

export function NumberField({ label, value, onChange, required = false, disabled = false, error = null }: NumberFieldProps): ReactElement {
  const { t } = useTranslation('common');
  const [typed, setTyped] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setTyped((before) => (typedNumber(before) === value ? before : value === null ? '' : String(value)));
  }, [value]);
  const wrong = typed.trim() !== '' && typedNumber(typed) === null;
  return (
    <TextInput
      label={label}
      required={required}
      disabled={disabled}
      inputMode="decimal"
      value={typed}
      error={wrong ? t('notANumber') : error}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        const number = typedNumber(next);
        if (number !== null || next.trim() === '') onChange(number);
      }}
    />
  );
}
