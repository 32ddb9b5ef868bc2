import { lineOfFile } from '../../pipeline/text/place-text.js';
import type {
  EffectiveGuardEntry,
  EffectiveGuardPart,
  EffectivePause,
  EffectiveRetirement,
} from '../../pipeline/guard/effective-guard.js';
import { daysInWords, type ConfigRow } from './row.js';

/** A part of the guard as it is on the day, then what the files say about other days. */
export function guardRows({ part, value, entries }: EffectiveGuardPart): ConfigRow[] {
  const speaking = entries.filter(({ status }) => status === 'in effect');
  const places = speaking.map((one, index) => {
    const place = lineOfFile(one.entry.place);
    return index === 0 && daysInWords(one.entry) === '' ? place : `${saidInWords(one)} ${place}`;
  });
  const others = entries.filter(({ status }) => status === 'not yet' || status === 'over');
  return [
    [part, valueInWords(value), places.join('  + ')],
    ...others.map((one): ConfigRow => ['', `${saidInWords(one)}: ${one.status}`, lineOfFile(one.entry.place)]),
  ];
}

/** A pause, and whether it is one on the day. */
export function pauseRows({ pause, status }: EffectivePause): ConfigRow[] {
  const about = status === 'in effect' ? 'in effect: nothing is loaded' : `not in effect: ${status}`;
  return [
    ['pause', daysInWords(pause), lineOfFile(pause.place)],
    ['', about, ''],
  ];
}

/** Since when no extract is expected, and whether that is so on the day. */
export function retirementRows({ retired: { day, place }, status }: EffectiveRetirement): ConfigRow[] {
  const about = status === 'in effect' ? 'in effect: no extract is expected' : `not in effect: ${status}`;
  return [
    ['retired', `from ${day}`, lineOfFile(place)],
    ['', about, ''],
  ];
}

function saidInWords({ entry }: EffectiveGuardEntry): string {
  return [valueInWords(entry.value), daysInWords(entry)].filter((words) => words !== '').join(', ');
}

function valueInWords(value: EffectiveGuardEntry['entry']['value']): string {
  if (typeof value === 'string') return value;
  if (Symbol.iterator in value) return `[${value.join(', ')}]`;
  const { share, above } = value;
  return [share === undefined ? [] : `share ${String(share)} %`, above === undefined ? [] : `above ${String(above)}`]
    .flat()
    .join(', ');
}
