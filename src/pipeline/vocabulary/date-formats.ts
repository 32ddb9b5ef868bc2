import { withNames } from './with-names.js';

/** A way to write a day, and everything about it. */
export interface DateFormat {
  readonly name: DateFormatName;
  readonly meaning: string;
  /** Year, month and day in a text of this form, with what follows them; null for any other text. */
  readonly pattern: RegExp;
  /** Those whose days cannot be told from its own. */
  readonly alike: readonly string[];
}

const table = {
  'YYYY-MM-DD': {
    meaning: '2018-03-09',
    pattern: /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?<rest>[T ][^]*)?$/,
    alike: [],
  },
  YYYYMMDD: {
    meaning: '20180309, as text or as a number',
    pattern: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?<rest>[T ][^]*)?$/,
    alike: [],
  },
  'DD/MM/YYYY': {
    meaning: '09/03/2018 for 9 March',
    pattern: /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4})(?<rest>[T ][^]*)?$/,
    alike: ['MM/DD/YYYY'],
  },
  'MM/DD/YYYY': {
    meaning: '03/09/2018 for 9 March',
    pattern: /^(?<month>\d{2})\/(?<day>\d{2})\/(?<year>\d{4})(?<rest>[T ][^]*)?$/,
    alike: ['DD/MM/YYYY'],
  },
  'DD.MM.YYYY': {
    meaning: '09.03.2018',
    pattern: /^(?<day>\d{2})\.(?<month>\d{2})\.(?<year>\d{4})(?<rest>[T ][^]*)?$/,
    alike: [],
  },
  'DD-MM-YYYY': {
    meaning: '09-03-2018',
    pattern: /^(?<day>\d{2})-(?<month>\d{2})-(?<year>\d{4})(?<rest>[T ][^]*)?$/,
    alike: [],
  },
} satisfies Readonly<Record<string, Omit<DateFormat, 'name'>>>;

export type DateFormatName = keyof typeof table;

export const dateFormatNamed: Readonly<Record<DateFormatName, DateFormat>> = withNames(table);
export const dateFormats: readonly DateFormat[] = Object.values(dateFormatNamed);

/** Writes a text of one of some formats as YYYY-MM-DD, with the time that follows it; null if it has none of them. */
export function isoDate(formats: readonly DateFormatName[]): (text: string) => string | null {
  const patterns = formats.map((name) => dateFormatNamed[name].pattern);
  return (text) => {
    for (const pattern of patterns) {
      const { year, month, day, rest = '' } = pattern.exec(text)?.groups ?? {};
      if (year !== undefined) return `${year}-${String(month)}-${String(day)}${rest}`;
    }
    return null;
  };
}
