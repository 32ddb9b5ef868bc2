import { join } from 'node:path';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { root, shippedPipeline, today } from '../places.js';
import { asOneRoster, type ParsedSchool } from '../schools/oneroster.js';
import { makeSchoolWork, type SchoolWork } from '../steady/school-work.js';

export const steps = ['reading', 'deciding', 'loading'] as const;

/** Milliseconds of processor time, by step. */
export type Times = Readonly<Record<(typeof steps)[number], number>>;

export interface Mapping {
  readonly name: string;
  readonly file: string;
  readonly pipeline: string;
  /** Options, as `--set` takes them. */
  readonly set: readonly string[];
  readonly bytes: (school: string) => Buffer;
  readonly work: SchoolWork;
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [milliseconds: number, result: T]> {
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  return [(user + system) / 1000, result];
}

/** Reads, decides and loads a school. */
export async function take({ work }: Mapping, bytes: Buffer): Promise<Times> {
  const [reading, extract] = await timed(() => work.read(bytes));
  const [deciding, decision] = await timed(() => work.decided(extract));
  const [loading] = await timed(() => work.load(decision));
  return { reading, deciding, loading };
}

/** The shipped mapping, and OneRoster's with the options by which it asks the same of people. */
export async function makeMappings(folder: string): Promise<readonly [shipped: Mapping, oneRoster: Mapping]> {
  const make = async (
    name: string,
    pipeline: string,
    set: readonly string[],
    bytes: Mapping['bytes'],
  ): Promise<Mapping> => {
    const configuration = readConfiguration(pipeline, { set, today: () => today });
    const file = join(folder, `${name}.db`);
    return { name, file, pipeline, set, bytes, work: await makeSchoolWork(configuration, file) };
  };
  const oneRoster = join(root, 'examples/oneroster/pipeline.yaml');
  return [
    await make('RM Integris', shippedPipeline, [], (school) => Buffer.from(school)),
    await make('OneRoster', oneRoster, ['titleNeeded=true'], (school) =>
      Buffer.from(asOneRoster(JSON.parse(school) as ParsedSchool)),
    ),
  ];
}
