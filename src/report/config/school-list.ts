import { counted } from '../../pipeline/text/counted.js';
import type { Configuration, EffectiveConfiguration } from '../../pipeline/configuration.js';
import { ConfigurationError, inOneLine } from '../../pipeline/problem.js';
import { deviations, type Deviation } from './view.js';
import { printable } from '../../words/words.js';

/** A school with a file of its own, and how it deviates from the base; or what is wrong with its file. */
export interface ListedSchool {
  readonly school: string;
  readonly file: string;
  /** Files that it extends, in the order in which they are laid over one another. */
  readonly extends: readonly string[];
  readonly options: readonly string[];
  /** The fields of which something else is stored, each with its kind. */
  readonly stores: readonly string[];
  /** Parts of the guard. */
  readonly guard: readonly string[];
  /** Their days, in words. */
  readonly pauses: readonly string[];
  readonly added: readonly string[];
  readonly replaced: readonly string[];
  readonly disabled: readonly string[];
  /** Null if its file is right. */
  readonly reason: string | null;
}

/** @param base what holds for schools without a file of their own */
export function listSchool(configuration: Configuration, base: EffectiveConfiguration, school: string): ListedSchool {
  try {
    const effective = configuration.effective(school);
    return listedSchool(school, effective.files, deviations(base, effective), null);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return listedSchool(school, [configuration.files.get(school) ?? ''], [], inOneLine(error.problems));
  }
}

function listedSchool(
  school: string,
  files: readonly string[],
  differences: readonly Deviation[],
  reason: string | null,
): ListedSchool {
  const named = (change: Deviation['change']) =>
    differences.filter((one) => one.change === change).map(({ name }) => name);
  return {
    school,
    file: files.at(-1) ?? '',
    extends: files.slice(0, -1),
    options: named('option'),
    stores: named('store'),
    guard: named('guard'),
    pauses: named('pause'),
    added: named('added'),
    replaced: named('replaced'),
    disabled: named('disabled'),
    reason,
  };
}

/** One line for each school. */
export function schoolListAsText(schools: readonly ListedSchool[]): string {
  const width = Math.max(0, ...schools.map(({ school }) => school.length));
  const count = counted(schools.length, 'school has', 'schools have');
  const lines = schools.map((one) => printable(`  ${one.school.padEnd(width)}  ${inWords(one)}`));
  return `${[`${count} a file of their own.`, ...lines].join('\n')}\n`;
}

function inWords({
  extends: extended,
  options,
  stores,
  guard,
  pauses,
  added,
  replaced,
  disabled,
  reason,
}: ListedSchool): string {
  if (reason !== null) return `faulty: ${reason}`;
  const parts = [
    { verb: 'extends', names: extended },
    { verb: 'sets', names: options },
    { verb: 'stores otherwise', names: stores },
    { verb: 'adds', names: added },
    { verb: 'replaces', names: replaced },
    { verb: 'disables', names: disabled },
    { verb: 'guard:', names: guard },
    { verb: 'pause', names: pauses },
  ].filter(({ names }) => names.length > 0);
  return parts.length === 0
    ? 'deviates nowhere'
    : parts.map(({ verb, names }) => `${verb} ${names.join(', ')}`).join('; ');
}
