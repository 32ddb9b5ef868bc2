import type { DocumentFault, DocumentProblemCode } from '../extract/extract.js';
import type { RunFaultCode, SchoolFault } from '../load/runs/school-fault.js';
import { joined } from '../pipeline/text/counted.js';
import type { Pipeline } from '../pipeline/pipeline.js';

/** What happened, for the people who look after a school's data: no path, position or option is named. */
const words: Readonly<Record<DocumentProblemCode, string>> = {
  'not-json': 'The file is not an extract: it cannot be read as one.',
  'cut-short': 'The file ends too early: it was cut off when it was made or sent.',
  'too-deep': 'The file is not an extract of one school.',
  'too-long': 'The file has a text that is far too long to be right.',
  'too-many': 'The file is far too large to be that of one school.',
  'too-large': 'The file is far too large to be that of one school.',
  'too-much-memory': 'The file is too large to be read here.',
  'wrong-encoding': 'The letters in the file are not written as they should be (it is not UTF-8).',
  'bad-gzip': 'The compressed file is damaged.',
  unreadable: 'The file could not be opened.',
  'not-fetched': 'The file could not be fetched: its source did not answer, or refused.',
  'refused-address': 'The file was not fetched: its address is not one that may be asked.',
  'bad-pages': 'The file could not be fetched whole: its parts do not fit together.',
  'wrong-school': 'The file is that of another school.',
  rewritten: 'The file was written anew while it was read.',
  empty: 'The file is empty.',
  'not-an-object': 'The file is not an extract of one school.',
  'no-school-id': 'The file does not say which school it is of.',
  'many-schools': 'The file says several ids of its school.',
  'missing-section': 'The file lacks a list that it should have.',
  'missing-path': 'The file lacks what decides who comes through.',
};

interface NoFaultOfFile {
  readonly what: string;
  /** Who does the next step. */
  readonly turn: string;
}

const importer = 'whoever runs the nightly import';
const nothingToDo = 'There is nothing for the school to do.';

/** The same where the file itself is right. */
const otherWords: Readonly<Record<RunFaultCode, NoFaultOfFile>> = {
  'older-extract': {
    what: 'The file is older than the one whose data is in use, so it was left alone.',
    turn: 'Ask whoever sends the files for the latest one.',
  },
  'faulty-rules': {
    what: 'What is set for this school has a mistake in it, so nothing was decided by it.',
    turn: `Whoever writes the rules corrects it. ${nothingToDo}`,
  },
  database: {
    what: 'The file is right, and the database did not take its data.',
    turn: `The next run tries again; if it fails too, ${importer} looks at the database. ${nothingToDo}`,
  },
  'second-time': {
    what: 'The school came twice in one run, so the second file was left alone.',
    turn: 'Ask whoever sends the files to send only one of the two.',
  },
  'moved-since': {
    what: 'Something had changed since somebody looked at what the run would do, so it did nothing.',
    turn: `It is for ${importer} to look again. ${nothingToDo}`,
  },
  'job-gone': {
    what: 'The file waited for its turn, and the turn never came.',
    turn: `It is for ${importer} to start it again. ${nothingToDo}`,
  },
  unexpected: {
    what: 'The program met something that it cannot deal with.',
    turn: `It is for ${importer} to look at it. ${nothingToDo}`,
  },
};

/** What was noted by an earlier version, or a later one. */
const unknown: NoFaultOfFile = {
  what: 'The data could not be loaded.',
  turn: `It is for ${importer} to look for the cause: the file itself may be right.`,
};

/** @param fault null if it is not noted */
export function failureInWords(
  { records, links }: Pick<Pipeline, 'records' | 'links'>,
  fault: SchoolFault | null,
): string {
  if (fault === null || !isOfFile(fault)) return otherwise(fault).what;
  const lists = (fault.lacks ?? []).flatMap((section) => {
    const kind = [...records, ...links].find(({ views }) => views.some((view) => view.section === section));
    return kind === undefined ? [] : [kind.label.toLowerCase()];
  });
  if (lists.length > 0) return `The file has no list of ${joined([...new Set(lists)])}.`;
  return words[fault.code];
}

/** Who does the next step after a failure that is no fault of the file; null if it is one. */
export function turnAfterFailure(fault: SchoolFault | null): string | null {
  return fault !== null && isOfFile(fault) ? null : otherwise(fault).turn;
}

function isOfFile(fault: SchoolFault): fault is DocumentFault {
  return Object.hasOwn(words, fault.code);
}

function otherwise(fault: SchoolFault | null): NoFaultOfFile {
  return fault !== null && Object.hasOwn(otherWords, fault.code) ? otherWords[fault.code as RunFaultCode] : unknown;
}
