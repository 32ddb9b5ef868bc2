import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operators } from '../../src/pipeline/vocabulary/operators.js';
import { recordKind } from '../../src/pipeline/pipeline.js';
import type { Condition, Leaf } from '../../src/pipeline/rules/rule.js';
import { conditionInWords, outcomeInWords, type Said } from '../../src/words/condition-words.js';
import { effectInWords, sharesInWords } from '../../src/words/rule-words.js';
import { kindNamed } from '../../src/words/words.js';
import { shippedConfiguration } from '../support/decide-text.js';

const configuration = shippedConfiguration();
const { pipeline } = configuration;

function inLine({ words, parts }: Said): string {
  const below = parts.map((part) => (part.parts.length === 0 ? part.words : `(${inLine(part)})`));
  return [words, below.join('; ')].join(' ').trimEnd();
}

test('every shipped rule says what it does, and where', () => {
  const said = configuration.effective(null).rules.map(({ rule }) => {
    const kind = kindNamed(pipeline, rule.kind);
    assert.ok(kind !== undefined);
    return [
      rule.name,
      `${effectInWords(pipeline, kind, rule)}: ${inLine(conditionInWords(pipeline, kind, rule.conditions))}`,
    ];
  });
  assert.deepEqual(Object.fromEntries(said), {
    'student-in-a-class': 'A student comes through only if: It has at least 1 class that comes through',
    'combined-contact': 'A parent becomes two by Title if: Title is two of those in option titles, joined',
    'contact-title': 'A parent comes through only if: Title is not blank',
    'contact-forename': 'A parent comes through only if: Forename is not blank',
    'contact-surname': 'A parent comes through only if: Surname is not blank',
    'contact-has-a-student': 'A parent comes through only if: It has at least 1 student that comes through',
    'title-looks-like-two':
      'A parent that comes through is warned of if: all of: Title has an “and”, &, / or + in it; Title is not two of those in option titles, joined',
    'contact-email-form':
      'A parent that comes through is warned of if: Email is not blank and does not have exactly one @',
    'contact-no-email':
      'A parent that comes through is warned of if: all of: Option singleSignOn is yes; Email is blank',
    'contact-same-email':
      'A parent that comes through is warned of if: all of: Option singleSignOn is yes; There is at least 1 other parent with the same email',
    'halves-share-email':
      'A parent that comes through is warned of if: all of: Option singleSignOn is yes; There is at least 1 other half with the same email',
    'teacher-title': 'A teacher comes through only if: Title is not blank',
    'teacher-forename': 'A teacher comes through only if: Forename is not blank',
    'teacher-surname': 'A teacher comes through only if: Surname is not blank',
    'teacher-has-a-class': 'A teacher comes through only if: It has at least 1 class that comes through',
    'teacher-email-form':
      'A teacher that comes through is warned of if: Email is not blank and does not have exactly one @',
    'teacher-no-email':
      'A teacher that comes through is warned of if: all of: Option singleSignOn is yes; Email is blank',
    'teacher-same-email':
      'A teacher that comes through is warned of if: all of: Option singleSignOn is yes; There is at least 1 other teacher with the same email',
    'class-type': 'A class comes through only if: Type is one of those in option classTypes',
    'class-type-near-miss':
      'A class, whether or not it comes through, is warned of, once a school, if: Type is one of those in option classTypes, but in other letters or with other spaces',
    'class-has-a-student': 'A class comes through only if: It has at least 1 student that comes through',
    'class-has-a-teacher': 'A class comes through only if: It has at least 1 teacher that comes through',
    'group-type': 'A group comes through only if: Type is one of those in option groupTypes',
    'group-type-near-miss':
      'A group, whether or not it comes through, is warned of, once a school, if: Type is one of those in option groupTypes, but in other letters or with other spaces',
    'group-has-a-student': 'A group comes through only if: It has at least 1 student that comes through',
    'parental-responsibility':
      'A parent link comes through only if: any of: Option parentalResponsibilityOnly is no; Parental responsibility is yes',
    'main-teacher':
      'Role becomes “main” if: all of: Type of the class is “Registration”; Source fields include “StaffID1”',
    supervisor: 'Role becomes “supervisor” if: Type of the class is “Registration”',
    teacher: 'Role becomes “teacher” if: Type of the class is not “Registration”',
  });
});

test('a record that becomes two is told of with what each gets', () => {
  const contacts = recordKind(pipeline, 'contacts');
  const rule = configuration.effective(null).rules.find(({ rule: { name } }) => name === 'combined-contact')?.rule;
  assert.ok(rule !== undefined);
  assert.equal(
    sharesInWords(pipeline, contacts, rule),
    'Shared out between the two: Forename at “and”, &, / or +, Surname at “and”, &, / or +, ' +
      'Relationship at “and”, &, / or +, Relationship of parent links at “and”, &, / or +, ' +
      'Email by email address, Phone by telephone number. Both get whatever does not have two parts.',
  );
});

function said(condition: Condition): string {
  return inLine(conditionInWords(pipeline, recordKind(pipeline, 'students'), condition));
}

test('conditions within conditions keep their order, and what is not asked is said the other way round', () => {
  const year: Leaf = { fact: 'yearGroup', operator: 'in', value: ['Year 5', null] };
  const born: Leaf = { fact: 'dateOfBirth', operator: 'before', value: { fact: 'today' } };
  const classes: Leaf = { fact: 'classCount', operator: 'greaterThan', value: 2 };
  const known: Leaf = { fact: 'knownName', operator: 'notEqual', value: null };
  assert.equal(said({ not: { not: { all: [known] } } }), 'Known name is not blank');
  assert.equal(said({ not: { any: [{ all: [known] }] } }), 'Known name is blank');
  assert.equal(
    said({ any: [{ all: [year, { not: { any: [born, classes] } }] }, { not: { all: [known, born] } }] }),
    'any of: (all of: Year group is one of “Year 5”, blank; ' +
      '(none of: Date of birth is before the day of the run; It has more than 2 classes that come through)); ' +
      '(not all of: Known name is not blank; Date of birth is before the day of the run)',
  );
});

test('a count is said as a person would: how many there are, and how many are asked for', () => {
  const students = recordKind(pipeline, 'students');
  const contacts = recordKind(pipeline, 'contacts');
  const classes: Leaf = { fact: 'classCount', operator: 'greaterThanInclusive', value: 1 };
  const saw = (leaf: Leaf, value: unknown, holds: boolean, kind = students) =>
    outcomeInWords(pipeline, kind, { ...leaf, saw: value, holds });
  assert.equal(saw(classes, 0, false), 'It has no classes that come through; at least 1 is asked for');
  assert.equal(saw(classes, 1, true), 'It has 1 class that comes through; at least 1 is asked for');
  assert.equal(
    saw({ ...classes, operator: 'lessThan', value: 2 }, 3, false),
    'It has 3 classes that come through; less than 2 is asked for',
  );
  assert.equal(said({ not: classes }), 'It does not have at least 1 class that comes through');
  const none: Leaf = { fact: 'classCount', operator: 'equal', value: 0 };
  assert.equal(said(none), 'It has no classes that come through');
  assert.equal(said({ not: none }), 'It has classes that come through');
  assert.equal(saw(none, 2, false), 'It has 2 classes that come through; none is asked for');
  assert.equal(said({ ...classes, fact: 'classCount.read' }), 'It has at least 1 class in the extract');
  assert.equal(
    saw({ ...classes, fact: 'sameEmail' }, 2, true, contacts),
    'There are 2 other parents with the same email; at least 1 is asked for',
  );
  assert.equal(
    said({ ...classes, value: { fact: 'option.least' } }),
    'Number of classes that come through is at least option least',
    'what is no number is compared in the words of its own',
  );
});

test('every operator has words of its own, with its opposite', () => {
  const values: Readonly<Record<string, Leaf['value'][]>> = {
    value: ['x', null, { fact: 'option.titles' }],
    list: [['x', 'y'], [], { fact: 'option.titles' }],
    number: [2],
    text: ['x', { fact: 'today' }],
    pattern: ['x.*'],
    'value or list': ['x', ['x', 'y'], { fact: 'option.titles' }],
    day: ['2020-09-01', { fact: 'today' }, { fact: 'today', days: -7, week: 'end' }],
    years: [4],
    'yes or no': [true, false, { fact: 'option.singleSignOn' }],
  };
  for (const { name, takes } of operators)
    for (const value of values[takes] ?? assert.fail(takes)) {
      const leaf: Leaf = { fact: 'surname', operator: name, value };
      const [asked, not] = [said({ all: [leaf] }), said({ not: leaf })];
      assert.match(asked, /^Surname [a-z]/, name);
      assert.match(not, /^Surname [a-z]/, name);
      assert.notEqual(asked, not, name);
      assert.doesNotMatch(`${asked}${not}`, /undefined|null|\[object/, name);
    }
});
