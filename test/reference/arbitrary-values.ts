import fc from 'fast-check';
import type { Source } from './json-text.js';
import { Pairs } from './json-text.js';

/** A field's value; undefined leaves the key out. */
export type Field = fc.Arbitrary<Source | undefined>;

function weighted(...choices: { weight: number; arbitrary: Field }[]): Field {
  return fc.oneof(...choices);
}

const number = (literal: string): Source => ({ literal });

/** Every White_Space character. */
const whiteSpace = fc.constantFrom(
  ...'\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f',
  ...'\u205f\u3000',
);
/** None of these is White_Space, though String.trim takes U+FEFF away. */
const almostBlank = fc.constantFrom('\ufeff', '\u200b', '\0', '\ud800', '.');

const blank: fc.Arbitrary<Source> = fc.oneof(
  fc.constant(null),
  fc.array(whiteSpace, { maxLength: 3 }).map((spaces) => spaces.join('')),
);

const notText = fc.constantFrom<Source>(
  ...[true, false, [], ['x'], [[null]], new Pairs([]), new Pairs([['x', number('1')]]), [number('101')]],
);

const oddText = fc.constantFrom<Source>(
  ...['Zoe\u0308', 'Zo\u00eb', 'a\0b', 'a\ud800b', '\udc00', '\ud83d\ude00', '\u212b', 'two  blanks', 'null', '{}'],
  ...['4', '7.0', '7e2', '-0', '1E400', '12345678901234567890'].map(number),
);

function padded(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(whiteSpace, text, whiteSpace).map(([before, inner, after]) => before + inner + after);
}

/** Mostly one of the given texts, now and then anything that may stand where text belongs. */
export function textField(...given: string[]): Field {
  const text = fc.constantFrom(...given);
  return weighted(
    { weight: 50, arbitrary: text },
    { weight: 2, arbitrary: padded(text) },
    { weight: 1, arbitrary: text.map((one) => one.normalize('NFD')) },
    { weight: 1, arbitrary: almostBlank },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: notText },
    { weight: 2, arbitrary: blank },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** Twins look alike and are one id, or look alike and are two: -7 and "-7", NFC and NFD, case, the last digit. */
const oddIds: Source[] = [
  ...['a', 'A', 'Zoe\u0308', 'Zo\u00eb', 'a\0b', 'a\ud800b', 'a\ufffdb', '\u2003x\u0085', '7 8', '7.5', '__proto__'],
  ...['-7', '-0', '12345678901234567890', '5#2#2', 'x'.repeat(200), ` ${'x'.repeat(200)} `],
  ...['-7', '-0', '12345678901234567890', '12345678901234567891', '0', '9'.repeat(200)].map(number),
];

const noIds: Source[] = [
  ...[null, '', ' ', '\u3000', true, false, [], [number('1')], ['1'], [null], new Pairs([]), new Pairs([['1', '1']])],
  ...['x'.repeat(201), ...['7.0', '7e2', '7.5', '1E2', '9'.repeat(201)].map(number)],
];

/** Few ids, in every way one can be written, so that links hit and records repeat. */
export function idField(...pool: string[]): fc.Arbitrary<Source> {
  const id = fc.constantFrom(...pool);
  return fc.oneof(
    { weight: 30, arbitrary: id.map((one): Source => (/^[0-9]+$/.test(one) ? number(one) : one)) },
    { weight: 20, arbitrary: id },
    { weight: 3, arbitrary: padded(id) },
    { weight: 1, arbitrary: fc.constantFrom(...oddIds) },
    { weight: 1, arbitrary: fc.constantFrom(...noIds) },
  );
}

/** A list of ids, or what else may stand where one belongs. */
export function idListField(maxLength: number, ...pool: string[]): Field {
  const id = idField(...pool);
  return weighted(
    { weight: 16, arbitrary: fc.array(id, { minLength: 1, maxLength }) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: id },
    { weight: 1, arbitrary: blank },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** One id where one is expected, often left out. */
export function oneIdField(...pool: string[]): Field {
  return weighted(
    { weight: 8, arbitrary: idField(...pool) },
    { weight: 1, arbitrary: blank },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );
}

const goodDate = fc.constantFrom(
  ...['2018-03-09', ' 2018-03-10\u00a0', '2016-02-29', '2000-02-29', '2018-12-31', '2018-03-09T00:00:00Z'],
  ...['2018-03-09 00:00:00.000000', '2018-03-09 13:45', '2018-03-09T23:59:59,5+0530', '2018-03-09T00:00-01'],
);

const badDate = fc.constantFrom<Source>(
  ...['2018-02-30', '2018-02-29', '1900-02-29', '2018-04-31', '2018-13-01', '2018-00-10', '2018-01-00', '2018-3-9'],
  ...[
    '2018-03-09T',
    '2018-03-09Tea',
    '2018-03-09T\n25:99',
    '2018-03-09T24:00',
    '2018-03-09  00:00',
    '2018-03-09T00:00z',
  ],
  ...['2018-03-09T00:00:00.', '2018-03-09T00:60', '2018-03-09T0000', '2018-03-09T00:00+24', '2018-03-09T12'],
  ...['2018-03-09t00:00', '2018-02-30T00:00:00Z', '09/03/2018', '20180309', '+2018-03-09'],
  ...['2018-03-09Z', '\u0662018-03-09', '2018-03-0\0', ...['20180309', '2018'].map(number)],
);

export const dateField: Field = weighted(
  { weight: 6, arbitrary: goodDate },
  { weight: 4, arbitrary: badDate },
  { weight: 1, arbitrary: notText },
  { weight: 1, arbitrary: blank },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const yes = fc.constantFrom<Source>(
  ...[true, 'true', 'TRUE', 'Yes', 'yes', 'Y', 'y', 'T', 't', '1', ' yes\u2003', number('1')],
);
const no = fc.constantFrom<Source>(
  ...[false, 'false', 'False', 'NO', 'no', 'N', 'n', 'F', 'f', '0', '\u00a0No', number('0')],
);
const neither = fc.constantFrom<Source>(
  ...['perhaps', 'ja', 'ye\u017f', '1.0', ...['1.0', '1e0', '-0', '2'].map(number)],
);

export const yesOrNoField: Field = weighted(
  { weight: 10, arbitrary: yes },
  { weight: 3, arbitrary: no },
  { weight: 1, arbitrary: neither },
  { weight: 1, arbitrary: notText },
  { weight: 1, arbitrary: blank },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
