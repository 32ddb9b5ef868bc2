import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { solveSchool } from '../../src/decide/solved.js';
import { withoutSpelling } from '../../src/decide/listed-spelling.js';
import { warn } from '../../src/decide/warn.js';
import { KeptFindings } from '../../src/extract/items/kept-findings.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import type { Finding } from '../../src/decide/decision.js';
import { shippedConfiguration, today } from '../support/decide-text.js';
import { extractOf, type Short } from '../support/small-table.js';

const named = { title: 'Mrs', forename: 'Ada', surname: 'Lim' };

/** What is warned about in a school whose class, student and teacher come through, with these contacts of the student. */
async function warned(rows: Readonly<Record<string, readonly Short[]>>, ...set: readonly string[]): Promise<unknown[]> {
  const configuration = shippedConfiguration(set);
  const { pipeline } = configuration;
  const contacts = rows.contacts ?? [];
  const extract = extractOf(pipeline, {
    students: [['101']],
    teachers: [['31', { ...named, email: 'lim@example.org' }]],
    classes: [['9', { type: 'Registration' }]],
    classStudents: [[['9', '101']]],
    classTeachers: [[['9', '31']]],
    contactLinks: contacts.map(([id]) => [['101', String(id)]]),
    ...rows,
  });
  const { solution } = await solveSchool(extract, configuration.forSchool('1'), today, new RuleMemory());
  const findings = new KeptFindings<Finding>(100);
  await warn(findings, solution, pipeline);
  return findings.kept.map(({ severity, rule, kind, recordId, position }) => {
    assert.equal(severity, 'warning');
    return [rule, kind, recordId, position];
  });
}

test('an email address that does not have exactly one @ is warned about, and a blank one is not', async () => {
  const contacts: Short[] = [
    ['5', { ...named, email: 'ada.example.org' }],
    ['6', { ...named, email: 'ada@lim@example.org' }],
    ['7', { ...named, email: 'ada@example.org' }],
    ['8', named],
  ];
  assert.deepEqual(await warned({ contacts }), [
    ['contact-email-form', 'contacts', '5', 0],
    ['contact-email-form', 'contacts', '6', 1],
  ]);
});

test('nothing is said of who does not come through', async () => {
  assert.deepEqual(await warned({ contacts: [['5', { email: 'none' }]] }), []);
});

test('a title that looks like two titles and is not is warned about', async () => {
  const contacts: Short[] = [
    ['5', { ...named, title: 'N/A' }],
    ['6', { ...named, title: 'Mr and Mrs' }],
  ];
  assert.deepEqual(await warned({ contacts }), [['title-looks-like-two', 'contacts', '5', 0]]);
});

test('a type that is a listed one but for case or spaces is warned about once a school, though it does not come through', async () => {
  const classes: Short[] = [
    ['9', { type: 'Registration' }],
    ['10', { type: 'registration' }],
    ['11', { type: 'Teaching  set' }],
    ['12', { type: 'Detention' }],
  ];
  assert.deepEqual(await warned({ classes }), [['class-type-near-miss', 'classes', '10', 1]]);
});

test('what to correct shows the spelling of the extract beside that of the list, but not where it may be somebody’s', async () => {
  const fixOf = async (rules: readonly Rule[], type: string): Promise<string | null> => {
    const configuration = shippedConfiguration();
    const ofSchool = configuration.forSchool('1');
    const extract = extractOf(configuration.pipeline, {
      classes: [['10', { type }]],
      contacts: [['5', { ...named, surname: type }]],
    });
    const own = { ...ofSchool, rules: [...ofSchool.rules.filter(({ kind }) => kind !== 'classes'), ...rules] };
    const { solution } = await solveSchool(extract, own, today, new RuleMemory());
    const findings = new KeptFindings<Finding>(100);
    await warn(findings, solution, configuration.pipeline);
    return findings.kept[0]?.fix ?? null;
  };
  const shipped = shippedConfiguration().forSchool('1').rules;
  const rule = shipped.find(({ name }) => name === 'class-type-near-miss');
  assert.ok(rule);
  const said = 'Write the type exactly as listed: “Teaching set”, not “Teaching Set”';
  assert.equal(await fixOf([rule], 'Teaching Set'), said);
  assert.equal(withoutSpelling(said), rule.fix, 'as a night says it of all its schools');
  assert.equal(await fixOf([{ ...rule, once: false }], 'Teaching Set'), rule.fix, 'many are said in the same words');
  const ofNames = { all: [{ fact: 'surname', operator: 'nearlyIn', value: ['Teaching set'] }] } as const;
  const aboutNames: Rule = { ...rule, kind: 'contacts', conditions: ofNames };
  assert.equal(await fixOf([aboutNames], 'Teaching Set'), rule.fix, 'a name is nobody’s to show');
  assert.equal(await fixOf([{ ...rule, fix: null }], 'Teaching Set'), null);
  assert.equal(await fixOf([rule], `Teaching${' '.repeat(200)}set`), rule.fix);
});

const shared: Short[] = [
  ['5', { ...named, email: 'Lim@example.org' }],
  ['6', { ...named, email: 'lim@EXAMPLE.org' }],
  ['7', named],
];

test('two of a kind with the same address, in any case, and who has none, cannot sign on', async () => {
  assert.deepEqual(await warned({ contacts: shared }), []);
  assert.deepEqual(await warned({ contacts: shared }, 'singleSignOn=true'), [
    ['contact-no-email', 'contacts', '7', 2],
    ['contact-same-email', 'contacts', '5', 0],
    ['contact-same-email', 'contacts', '6', 1],
  ]);
});

test('only those who come through share an address', async () => {
  const contacts: Short[] = [shared[0], ['6', { ...named, title: null, email: 'lim@example.org' }]];
  assert.deepEqual(await warned({ contacts }, 'singleSignOn=true'), []);
});

test('two halves of one contact that share an address get one warning, on the contact', async () => {
  const contacts: Short[] = [['5', { ...named, title: 'Mr and Mrs', email: 'lim@example.org' }]];
  assert.deepEqual(await warned({ contacts }, 'singleSignOn=true'), [['halves-share-email', 'contacts', '5', 0]]);
});
