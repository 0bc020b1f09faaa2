import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '../../kernel/text.ts';

export interface Format {
  /** At most two decimals unless told. */
  readonly number: (value: number, decimals?: number) => string;
  /** A value that already is in percent: 95 gives 95%. */
  readonly percent: (value: number, decimals?: number) => string;
  /** A share of one: 0.5 gives 50%. */
  readonly share: (value: number, decimals?: number) => string;
  readonly yuan: (value: number) => string;
  /** 2026年11月22日, Nov 22, 2026. Takes a day or the day of an instant in China. */
  readonly day: (day: string) => string;
  /** Without the year: 11月22日. */
  readonly shortDay: (day: string) => string;
  readonly month: (day: string) => string;
  /** 22 Nov 2026, 14:03, China's time, 24 hours. */
  readonly moment: (instant: string) => string;
  /** Bytes as KB or MB. */
  readonly size: (bytes: number) => string;
  readonly text: (text: Text) => string;
}

const china = 'Asia/Shanghai';

/** Numbers, days and words in the language of the screen. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => formatIn(language), [language]);
}

function formatIn(language: string): Format {
  const decimal = (maximumFractionDigits: number, options: Intl.NumberFormatOptions = {}) => new Intl.NumberFormat(language, { maximumFractionDigits, ...options });
  const date = (options: Intl.DateTimeFormatOptions) => (day: string) => new Intl.DateTimeFormat(language, { timeZone: china, ...options }).format(new Date(day));
  return {
    number: (value, decimals = 2) => decimal(decimals).format(value),
    percent: (value, decimals = 1) => decimal(decimals, { style: 'percent' }).format(value / 100),
    share: (value, decimals = 0) => decimal(decimals, { style: 'percent' }).format(value),
    yuan: (value) => decimal(2, { style: 'currency', currency: 'CNY', minimumFractionDigits: Number.isInteger(value) ? 0 : 2 }).format(value),
    day: date({ year: 'numeric', month: language === 'en' ? 'short' : 'long', day: 'numeric' }),
    shortDay: date({ month: language === 'en' ? 'short' : 'long', day: 'numeric' }),
    month: date({ year: 'numeric', month: language === 'en' ? 'short' : 'long' }),
    moment: date({ year: 'numeric', month: language === 'en' ? 'short' : 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    size: (bytes) => (bytes < 1024 * 1024 ? `${decimal(0).format(Math.max(1, bytes / 1024))} KB` : `${decimal(1).format(bytes / 1024 / 1024)} MB`),
    text: (text) => (language === 'en' ? text.en : text.zh),
  };
}
