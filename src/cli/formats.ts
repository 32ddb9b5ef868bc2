import type { Format } from '../report/format.js';
import { didYouMean } from '../pipeline/text/did-you-mean.js';
import { WrongCallError } from './wrong-call.js';

export type NamedFormat = Pick<Format<never>, 'name' | 'meaning'>;

/** The formats of each command that has some, the default first. They load when the command is called. */
const formatsOf = {
  run: async () => (await import('../report/run/formats.js')).runFormats,
  plan: async () => (await import('../report/plan/formats.js')).planFormats,
  report: async () => (await import('../report/findings/formats.js')).findingFormats,
  check: async () => (await import('../report/check/formats.js')).checkFormats,
  test: async () => (await import('../testing/report/formats.js')).testFormats,
  config: async () => (await import('../report/config/formats.js')).configFormats,
  impact: async () => (await import('../report/impact/formats.js')).impactFormats,
} satisfies Readonly<Record<string, () => Promise<readonly NamedFormat[]>>>;

/** Says which formats a command has, as in `text (for people), json (for scripts)`. */
export type FormatsInWords = (command: keyof typeof formatsOf) => string;

/** @param args of the command line: only the commands that they name have their formats loaded */
export async function formatsNamedBy(args: readonly string[]): Promise<FormatsInWords> {
  const words = new Map<string, string>();
  for (const [command, load] of Object.entries(formatsOf)) {
    if (!args.includes(command)) continue;
    words.set(command, (await load()).map(({ name, meaning }) => `${name} (${meaning})`).join(', '));
  }
  return (command) => words.get(command) ?? '';
}

/**
 * The format asked for, by --format or --json; otherwise the first.
 * @throws WrongCallError
 */
export function chooseFormat<F extends NamedFormat>(
  formats: readonly F[],
  { format, json }: { readonly format?: string; readonly json?: boolean },
): F {
  if (json === true && format !== undefined && format !== 'json')
    throw new WrongCallError(`--json and --format ${format} are two formats: omit one of them.`);
  return findFormat(formats, format ?? (json === true ? 'json' : formats[0].name));
}

/** @throws WrongCallError with the nearest name */
export function findFormat<F extends NamedFormat>(formats: readonly F[], name: string): F {
  const found = formats.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const names = formats.map((candidate) => candidate.name);
  throw new WrongCallError(`There is no format "${name}". ${didYouMean(name, names)}`);
}
