import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareDecimals, decimalOf, decimalsBeside, isDecimal } from '../../src/pipeline/text/decimal.js';
import { dateFormats } from '../../src/pipeline/vocabulary/date-formats.js';
import { operatorNamed } from '../../src/pipeline/vocabulary/operators.js';
import { checked } from '../support/checked.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';
import { valueReader } from '../support/read-values.js';

const folder = temporaryFolder();

/** A number as a whole number of units, each of them 10 to the power of -60. */
function units(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('+', '').split('.');
  return BigInt(`${whole}${fraction}${'0'.repeat(60 + Number(exponent) - fraction.length)}`);
}

const digits = fc.string({ unit: fc.constantFrom(...'00123459'), minLength: 1, maxLength: 20 });
const number = fc
  .tuple(fc.constantFrom('', '-', '+'), digits, fc.option(digits), fc.option(fc.integer({ min: -20, max: 20 })))
  .map(([sign, whole, fraction, exponent]) =>
    [sign, whole, fraction === null ? '' : `.${fraction}`, exponent === null ? '' : `E${String(exponent)}`].join(''),
  );

test('a decimal has one form, and its value is exact, or it has too many digits', async () => {
  await checked(
    fc.property(number, (text) => {
      const decimal = decimalOf(text);
      if (decimal === null) {
        const written = String(units(text)).replace('-', '');
        const whole = Math.max(1, written.length - 60);
        const fraction = 60 - (/0*$/.exec(written.padStart(60, '0').slice(-60))?.[0].length ?? 0);
        assert.ok(whole + fraction > 38, text);
        return;
      }
      assert.equal(units(decimal), units(text));
      assert.match(decimal, /^(0|-?([1-9]\d*|0)(\.\d*[1-9])?)$/);
      assert.ok(decimal.replace(/[-.]/g, '').length <= 38);
      assert.ok(isDecimal(decimal));
      assert.equal(decimalOf(decimal), decimal);
    }),
    { numRuns: cases(20_000) },
  );
});

test('decimals compare by value, by themselves and in rules', async () => {
  const decimal = number.map(decimalOf).filter((one) => one !== null);
  await checked(
    fc.property(decimal, fc.oneof(decimal, fc.constant(null)), (a, other) => {
      const b = other ?? a;
      const difference = units(a) - units(b);
      assert.equal(Math.sign(compareDecimals(a, b)), difference < 0n ? -1 : difference > 0n ? 1 : 0);
      assert.equal(operatorNamed.lessThan.test(a, b), difference < 0n);
      assert.equal(operatorNamed.greaterThanInclusive.test(a, b), difference >= 0n);
      assert.equal(operatorNamed.equal.test(a, b), difference === 0n);
    }),
    { numRuns: cases(20_000) },
  );
  assert.deepEqual(decimalsBeside('-0.10'), ['-0.11', '-0.1', '-0.09']);
  assert.equal(operatorNamed.lessThan.test('9.5', 10), true);
  assert.equal(operatorNamed.lessThan.test(null, '10'), false);
});

test('numbers and decimals: what is read of what stands there', async () => {
  const read = valueReader(folder, '{ n: { from: n, type: number }, d: { from: n, type: decimal } }');
  const wanted: readonly (readonly [unknown, number | null, string | null])[] = [
    ['7', 7, '7'],
    ['#7', 7, '7'],
    ['#7.0', 7, '7'],
    ['#7e2', 700, '700'],
    [' 007 ', 7, '7'],
    ['+7', 7, '7'],
    ['#-0', 0, '0'],
    ['-0.0', 0, '0'],
    ['12.50', null, '12.5'],
    ['#12.50', null, '12.5'],
    ['.5', null, '0.5'],
    ['#1e-3', null, '0.001'],
    ['9007199254740992', 2 ** 53, '9007199254740992'],
    ['#-9007199254740992', -(2 ** 53), '-9007199254740992'],
    ['#9007199254740993', null, '9007199254740993'],
    [`#${'9'.repeat(38)}`, null, '9'.repeat(38)],
    [`#${'9'.repeat(39)}`, null, null],
    [`#1e999999999`, null, null],
    [`#1e-9999999999999`, null, null],
    ['1e400', null, null],
    ['7.', null, null],
    ['1,5', null, null],
    ['1 000', null, null],
    ['0x7', null, null],
    ['Infinity', null, null],
    ['-', null, null],
    [true, null, null],
    [['7'], null, null],
    ['', null, null],
    ['  ', null, null],
    [null, null, null],
  ];
  const { values } = await read(...wanted.map(([n]) => ({ n })));
  values.forEach((found, at) => {
    assert.deepEqual(found, wanted[at]?.slice(1), String(wanted[at]?.[0]));
  });
  assert.deepEqual((await read({ n: '1.5' })).said, ['bad-value n']);
  assert.deepEqual((await read({ n: ' ' }, { n: null }, {})).said, []);
});

const zones = ['Europe/London', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'UTC'];
const offsets = ['Z', '+00:00', '+0530', '-08', '+14:00', '-11:30'];

test('day-of-instant is the day in the time zone, and never warns of a time', async () => {
  for (const zone of zones) {
    const read = valueReader(folder, '{ day: { from: at, type: day-of-instant } }', zone);
    const inZone = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    const instant = fc.tuple(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
      fc.constantFrom(...offsets),
      fc.constantFrom('T', ' '),
    );
    await checked(
      fc.asyncProperty(fc.array(instant, { minLength: 20, maxLength: 40 }), async (instants) => {
        const written = instants.map(([date, offset, between]) => {
          const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d{2}):?(\d{2})?/.exec(offset) ?? [];
          const ahead = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
          const at = `${new Date(date.getTime() + ahead).toISOString().slice(0, 23).replace('T', between)}${offset}`;
          return { at };
        });
        const { values, said } = await read(...written);
        assert.deepEqual(said, []);
        const expected = instants.map(([date]) => {
          const part = Object.fromEntries(inZone.formatToParts(date).map(({ type, value }) => [type, value]));
          return [`${String(part.year)}-${String(part.month)}-${String(part.day)}`];
        });
        assert.deepEqual(values, expected, zone);
      }),
      { numRuns: cases(60) },
    );
  }
});

test('day-of-instant without an offset is the day as it is written', async () => {
  const read = valueReader(folder, '{ day: { from: at, type: day-of-instant } }');
  const days: Readonly<Record<string, string | null>> = {
    '2018-06-08T23:00:00Z': '2018-06-09',
    '2018-06-08T23:00:00': '2018-06-08',
    '2018-06-08 23:59': '2018-06-08',
    '2018-06-08': '2018-06-08',
    '2018-12-08T23:00:00Z': '2018-12-08',
    '9999-12-31T23:59:59-12:00': '9999-12-31',
    '2018-02-30T23:00:00Z': null,
    '2018-06-08T25:00:00Z': null,
    'a day': null,
  };
  const { values, said } = await read(...Object.keys(days).map((at) => ({ at })));
  assert.deepEqual(
    values.map(([day]) => day),
    Object.values(days),
  );
  assert.deepEqual(said, ['bad-value at', 'bad-value at', 'bad-value at']);
});

/** How people would write a day in a format. */
function write(format: string, [year = '', month = '', day = '']: readonly string[]): string {
  return format.replace('YYYY', year).replace('MM', month).replace('DD', day);
}

const names = dateFormats.map(({ name }) => name);

test('a day in one of the formats of a field is read, with a time behind it or none; any other is bad', async () => {
  const day = fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const time = fc.constantFrom('', 'T00:00', ' 00:00:00.000000', 'T13:45Z');
  for (const format of names) {
    const read = valueReader(folder, `{ day: { from: at, type: date, format: ${format} } }`);
    await checked(
      fc.asyncProperty(fc.array(fc.tuple(day, time, fc.constantFrom(...names)), { minLength: 1 }), async (written) => {
        const things = written.map(([one, behind, name]) => ({ at: write(name, one.split('-')) + behind }));
        const { values, said } = await read(...things);
        const expected = written.map(([one, , name]) => {
          const [year = '', month = '', date = ''] = one.split('-');
          if (name === format) return [one];
          const isPair = [name, format].every((either) => either.includes('/'));
          return [isPair && Number(date) <= 12 && isDay(year, date, month) ? `${year}-${date}-${month}` : null];
        });
        assert.deepEqual(values, expected);
        assert.equal(
          said.filter((one) => one === 'bad-value at').length,
          values.filter(([found]) => found === null).length,
        );
        const hasTime = written.some(([, behind], at) => behind === 'T13:45Z' && values[at]?.[0] !== null);
        assert.equal(said.includes('date-with-time at'), hasTime);
      }),
      { numRuns: cases(200) },
    );
  }
});

function isDay(year: string, month: string, day: string): boolean {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === `${year}-${month}-${day}`;
}

test('several formats; a number in YYYYMMDD; text functions before a format', async () => {
  const read = valueReader(
    folder,
    '{ a: { from: a, type: date, format: [YYYY-MM-DD, DD/MM/YYYY, YYYYMMDD] }, b: { from: b, type: date, format: DD/MM/YYYY, text: { part: " on " } } }',
  );
  const { values, said, extract } = await read(
    { a: '2018-03-09', b: 'born on 09/03/2018' },
    { a: '09/03/2018 00:00', b: '  ' },
    { a: 20180309 },
    { a: '03.09.2018', b: 'on 30/02/2018' },
  );
  assert.deepEqual(values, [
    ['2018-03-09', '2018-03-09'],
    ['2018-03-09', null],
    ['2018-03-09', null],
    [null, null],
  ]);
  assert.deepEqual(said, ['bad-value a', 'bad-value b']);
  assert.ok(
    extract.findings.some(({ because }) =>
      because.startsWith('a is not an existing day (YYYY-MM-DD or DD/MM/YYYY or YYYYMMDD, alone'),
    ),
  );
});
