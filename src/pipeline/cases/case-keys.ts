import { keyMap, needed, optional } from '../keys/key-map.js';
import { asIs, byName, day, listOf, text } from '../keys/types.js';
import { define, narrowing } from '../keys/yaml-type.js';
import { optionValues } from '../read-layer.js';
import { schoolKeys } from './case-schools.js';
import { only } from './only.js';
import { expectations } from './read-expectations.js';

export const defaultKeys = keyMap({
  date: {
    ...needed(day, 'Only in defaults.yaml. A fixed day, so that a case with dates does not rot.', '2026-11-20'),
    title: 'The day of a case that names none',
  },
  extract: {
    ...needed(
      asIs(narrowing('extract', byName(listOf({ type: 'object' }, { minItems: 1 })))),
      "Only in defaults.yaml. A case's records take from these what they do not say: one item a section, or where views share a section one or more.",
      { Students: [{ StudentID: 1, KnownName: 'Sam' }] },
    ),
    title: 'One item in each section, in which everything comes through',
  },
});

export const caseKeys = keyMap(
  {
    name: {
      ...needed(text, 'A sentence; unique in its file.', 'A contact without a title stays out'),
      title: 'What it shows',
    },
    school: {
      ...optional(
        asIs({ type: ['string', 'number'] }),
        'The id of a file in rules/schools. Without it only what all schools share applies.',
        '9361234',
      ),
      title: 'The school whose file applies',
    },
    schools: {
      ...optional(
        asIs(listOf({ type: ['string', 'number'] }, { minItems: 1 })),
        'In place of school: ids of files in rules/schools. The case is decided for each of them by itself.',
        ['9361234', '9361235'],
      ),
      title: 'Several schools, each of whose files applies',
    },
    extending: {
      ...optional(
        asIs(text.schema),
        'In place of school: a file, relative to this one. The case is decided for each school whose file extends it, directly or through others.',
        '../shared/oak-trust.yaml',
      ),
      title: 'All schools that extend a file',
    },
    options: {
      ...optional(
        optionValues,
        "As in a school's file, laid over it: name and value, a list also as { add: [...] }.",
        { singleSignOn: true },
        { titles: { add: ['Sgt Major'] } },
      ),
      title: 'Options of this case',
    },
    date: {
      ...optional(day, 'For rules with dates. Without it the day of defaults.yaml.', '2027-09-01'),
      title: 'The day of the run',
    },
    extract: {
      ...optional(
        asIs(narrowing('extract', byName(listOf({ type: 'object' })))),
        'Sections and keys as in the source. A section that is left out is that of the defaults, and so is a key; null is blank, [] a section without items. Ids that the case leaves out name its own records: a list all of them, a single id the first, and a section of links has one for every pair.',
        { Contacts: [{ Title: '' }] },
        { Students: [{}, { StudentID: 2 }] },
      ),
      title: 'What differs from the defaults',
    },
    expect: {
      ...optional(
        expectations,
        'By kind of record or link, as pipeline.yaml names them. An empty list says that there is none.',
        { through: { students: [1] } },
      ),
      title: 'What is expected',
    },
    only: {
      ...optional(
        only,
        'Kinds of which nothing comes through but what `through` lists. true: every kind of record, and the kinds of links that the case speaks of.',
        true,
        ['contacts'],
      ),
      title: 'Nothing else comes through',
    },
    known: {
      ...optional(
        text,
        'A case with a reason does not fail while it is not met. When it is met after all, that is a failure: take the reason away.',
        'Waits for the MIS to give priorities',
      ),
      title: 'Why it is not met yet',
    },
  },
  narrowing('case', {
    anyOf: [{ required: ['expect'] }, { required: ['only'] }],
    allOf: schoolKeys.flatMap((one, at) =>
      schoolKeys.slice(at + 1).map((other) => ({ not: { required: [one, other] } })),
    ),
  }),
);

const caseSchema = define('case', 'A case', 'A small extract and what is expected of it.', caseKeys.schema, {
  name: 'A contact without a title stays out',
  extract: { Contacts: [{ Title: '' }] },
  expect: { out: { contacts: [{ id: 1, rule: 'contact-title' }] } },
});

export const casesFile = define(
  'test',
  'Cases of rule authors',
  'A file of rules/tests: a list of cases, each a small extract and what is expected of it; or defaults.yaml, what a case does not say. docs/testing.md explains both.',
  { ...defaultKeys.schema, type: ['array', 'object'], items: caseSchema },
);
