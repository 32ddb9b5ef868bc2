import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedFile, writeConfiguration } from '../configured.js';
import { makeRules } from '../engine/made-rules.js';
import { generateSchool, writeSchools } from '../generate-school.js';
import { chainRules, chainSchool } from '../schools/chain.js';
import type { Size } from '../measure/inputs.js';
import { editSchool } from '../schools/edited.js';
import { alikeSchool, blankSchool, brokenLines, listSchool, longestList } from '../schools/in-the-way.js';

/** What one point of an axis runs. */
export interface Run {
  readonly input: string;
  readonly config?: string;
  /** What to load before, untimed. */
  readonly before?: string;
  /** Whether a school of it fails. */
  readonly fails?: boolean;
}

/** One thing that grows while everything else stays as it is. */
export interface Axis {
  readonly name: 'students' | 'schools' | 'rules' | 'changed' | 'rounds' | 'blanks' | 'entries' | 'alike' | 'broken';
  readonly title: string;
  readonly unit: string;
  /** Points beyond the usual most are measured only on request. */
  readonly points: readonly number[];
  readonly usualMost: number;
  /** Writes what to run into a folder of its own. */
  readonly make: (folder: string, point: number, rest: Size) => Run;
}

/** The size of what does not grow. */
export const usualRest: Size = { schools: 5, students: 1000 };

const school = (seed: number, students: number) => ({ id: String(seed), students, seed });

function* schools(count: number, students: number): Generator<ReturnType<typeof school>> {
  for (let seed = 1; seed <= count; seed++) yield school(seed, students);
}

function writeRest(folder: string, rest: Size): string {
  const input = join(folder, 'schools.ndjson');
  writeSchools(input, schools(rest.schools, rest.students));
  return input;
}

export const axes: readonly Axis[] = [
  {
    name: 'students',
    title: 'Students in one school',
    unit: 'students',
    points: [100, 1000, 10_000, 100_000, 1_000_000],
    usualMost: 10_000,
    make(folder, point) {
      const input = join(folder, 'school.json');
      writeSchools(input, schools(1, point));
      return { input };
    },
  },
  {
    name: 'schools',
    title: `Schools of ${usualRest.students} students in one file`,
    unit: 'schools',
    points: [1, 10, 100, 1000, 10_000],
    usualMost: 100,
    make(folder, point, { students }) {
      return { input: writeRest(folder, { schools: point, students }) };
    },
  },
  {
    name: 'rules',
    title: `Rules about contacts beside the shipped ones, ${usualRest.schools} schools`,
    unit: 'rules',
    points: [1, 5, 20, 100, 500],
    usualMost: 500,
    make(folder, point, rest) {
      const because = 'It is one of many';
      const made = makeRules(point).map(
        ({ name, conditions, event }) => `- ${JSON.stringify({ name, because, conditions, event })}\n`,
      );
      const contacts = shippedFile('rules/contacts.yaml') + made.join('');
      const config = writeConfiguration(join(folder, 'configuration'), { 'rules/contacts.yaml': contacts });
      return { input: writeRest(folder, rest), config };
    },
  },
  {
    name: 'changed',
    title: `Per cent of all items edited since the night before, ${usualRest.schools} schools`,
    unit: '%',
    points: [0, 1, 5, 25, 100],
    usualMost: 100,
    make(folder, point, rest) {
      const input = join(folder, 'edited.ndjson');
      const edited = [...schools(rest.schools, rest.students)].map((one) =>
        editSchool(generateSchool(one), point / 100),
      );
      writeFileSync(input, edited.map((text) => `${text}\n`).join(''));
      return { input, before: writeRest(folder, rest) };
    },
  },
  {
    name: 'rounds',
    title: `Rounds until nothing more goes, one school of ${usualRest.students} students and as many classes`,
    unit: 'rounds',
    points: [1, 10, 100, 1000],
    usualMost: 1000,
    make(folder, point, { students }) {
      const input = join(folder, 'chain.json');
      writeFileSync(input, chainSchool('1', students, point));
      const config = writeConfiguration(join(folder, 'configuration'), { 'rules/schools/1.yaml': chainRules });
      return { input, config };
    },
  },
  {
    name: 'blanks',
    title: 'Blank characters in one value',
    unit: 'blank characters',
    points: [1000, 10_000, 100_000, 999_000],
    usualMost: 999_000,
    make: (folder, point) => ({ input: written(folder, 'blanks.json', blankSchool('1', point)) }),
  },
  {
    name: 'entries',
    title: `Entries of one list, empty objects; past ${longestList.toLocaleString('en')} the document fails`,
    unit: 'entries',
    points: [1000, 10_000, 100_000, 1_000_000, 10_000_000],
    usualMost: 10_000_000,
    make: (folder, point) => ({
      input: written(folder, 'entries.json', listSchool('1', point)),
      fails: point > longestList,
    }),
  },
  {
    name: 'alike',
    title: 'Contacts of one name, phone and email',
    unit: 'alike contacts',
    points: [30, 300, 3000, 30_000],
    usualMost: 30_000,
    make: (folder, point) => ({ input: written(folder, 'alike.json', alikeSchool('1', point)) }),
  },
  {
    name: 'broken',
    title: 'Broken lines of 800 characters',
    unit: 'broken lines',
    points: [60, 600, 6000, 60_000],
    usualMost: 6000,
    make: (folder, point) => ({ input: written(folder, 'broken.ndjson', brokenLines(point)), fails: true }),
  },
];

function written(folder: string, name: string, text: string): string {
  const input = join(folder, name);
  writeFileSync(input, text);
  return input;
}

export function makeRun(axis: Axis, folder: string, point: number, rest: Size = usualRest): Run {
  mkdirSync(folder, { recursive: true });
  return axis.make(folder, point, rest);
}

/** What a way gets of a run. */
export function givenOf({ config, fails = false }: Run): Record<string, string | number> {
  return { ...(config === undefined ? {} : { config }), ...(fails ? { ends: 1 } : {}) };
}
