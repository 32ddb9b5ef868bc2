import type { YamlRule } from '../composition/engines.js';
import type { Values } from '../composition/world.js';

/** A rule about contacts, and the same rule in code, as a programmer would write it. */
export interface MadeRule extends YamlRule {
  readonly predicate: (contact: Values) => boolean;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const titles = ['Mr', 'Mrs', 'Ms', 'Miss', 'Dr'];
const relationships = ['Mother', 'Father', 'Grandmother'];

const isText = (value: unknown): value is string => typeof value === 'string';

type Template = (number: number) => Pick<MadeRule, 'conditions' | 'predicate'>;

/**
 * The kinds of rules that schools write, each with a letter or a title of its own. Nearly all contacts satisfy them, as
 * they do a school's: otherwise this would measure the reasons of all who do not.
 */
const templates: readonly Template[] = [
  () => ({
    conditions: { all: [{ fact: 'title', operator: 'notEqual', value: null }] },
    predicate: ({ title }) => title !== null,
  }),
  (number) => ({
    conditions: {
      any: [
        { fact: 'surname', operator: 'equal', value: null },
        { not: { all: [{ fact: 'surname', operator: 'startsWith', value: `${letters[number % 26]}x` }] } },
      ],
    },
    predicate: ({ surname }) => !isText(surname) || !surname.startsWith(`${letters[number % 26]}x`),
  }),
  () => ({
    conditions: {
      any: [
        { fact: 'email', operator: 'equal', value: null },
        { fact: 'email', operator: 'isEmail', value: true },
      ],
    },
    predicate: ({ email }) => !isText(email) || email.split('@').length === 2,
  }),
  () => ({
    conditions: {
      all: [
        { fact: 'forename', operator: 'notEqual', value: null },
        { fact: 'surname', operator: 'notEqual', value: null },
      ],
    },
    predicate: ({ forename, surname }) => forename !== null && surname !== null,
  }),
  (number) => ({
    conditions: {
      any: [
        { fact: 'relationship', operator: 'in', value: relationships },
        { fact: 'title', operator: 'equal', value: titles[number % titles.length] },
      ],
    },
    predicate: ({ relationship, title }) =>
      (isText(relationship) && relationships.includes(relationship)) || title === titles[number % titles.length],
  }),
  (number) => ({
    conditions: {
      any: [
        { fact: 'phone', operator: 'startsWith', value: '01632' },
        { fact: 'forename', operator: 'startsWith', value: letters[number % 26] },
      ],
    },
    predicate: ({ phone, forename }) =>
      (isText(phone) && phone.startsWith('01632')) || (isText(forename) && forename.startsWith(letters[number % 26])),
  }),
];

export function makeRules(count: number): MadeRule[] {
  return Array.from({ length: count }, (_, number) => ({
    name: `made-${String(number + 1)}`,
    event: { type: 'require' },
    ...templates[number % templates.length](number),
  }));
}
