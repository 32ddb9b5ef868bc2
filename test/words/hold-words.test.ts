import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HoldCause } from '../../src/load/hold/hold-cause.js';
import type { HoldFacts } from '../../src/load/hold/hold-facts.js';
import { inPlain } from '../../src/words/plain-words.js';
import { affectedInWords, holdInWords } from '../../src/words/hold-words.js';
import { shippedConfiguration } from '../support/decide-text.js';

const { pipeline } = shippedConfiguration();
const none: Omit<HoldFacts, 'cause'> = { limits: [], tables: [], rulesChanged: false, restWritten: false, letGo: 0 };

function causeOf(cause: HoldCause, more: Partial<HoldFacts> = {}): string {
  return inPlain(holdInWords(pipeline, { facts: { ...none, ...more, cause }, counts: [] }).cause);
}

test('each likely cause is a sentence in the words of the labels, with no name of a kind, rule or file', () => {
  const groups = (field: string, ...values: string[]): HoldCause => ({
    type: 'groups',
    kind: 'students',
    field,
    values,
  });
  const said = new Map<HoldCause, RegExp>([
    [groups('className', '4B'), /^Class 4B is missing: was it left out/],
    [groups('yearGroup', 'Year 5', 'Year 6'), /^Year 5 and Year 6 are missing: were they left out/],
    [groups('className', '4A', '4B', '5A'), /^Class 4A, class 4B and class 5A are missing/],
    [
      { type: 'section', kinds: ['contacts', 'contactLinks'], granted: ['contacts'] },
      /^The extract came without any parents: /,
    ],
    [{ type: 'section', kinds: ['contactLinks'], granted: ['contactLinks'] }, /without any parent links: /],
    [
      { type: 'new-ids', kinds: [{ kind: 'contacts', count: 42, of: 60 }] },
      /^42 of the 60 parents who would go come back with new ids: /,
    ],
    [
      { type: 'lost', fields: [{ kind: 'contacts', column: 'email', source: 'Email', had: 55 }] },
      /^Email of parents \(55 had it\) is blank everywhere/,
    ],
    [
      { type: 'rule', rule: 'contact-title', because: 'Title is blank.', count: 9 },
      /a rule keeps them out: “Title is blank”\.$/,
    ],
    [
      { type: 'first', read: [{ kind: 'students', count: 3 }], by: [{ rule: 'x', because: 'No class', count: 3 }] },
      /^Nothing of the extract comes through\. What keeps most out: “No class”\.$/,
    ],
    [
      { type: 'missing', kinds: [{ kind: 'students', count: 12 }], with: [{ kind: 'contacts', count: 18 }] },
      /^12 students are no longer in the extract, and 18 parents go with them: is it complete\?$/,
    ],
    [
      { type: 'missing', kinds: [{ kind: 'teachers', count: 1 }], with: [{ kind: 'classes', count: 1 }] },
      /^1 teacher is no longer in the extract, and 1 class goes with them: is it complete\?$/,
    ],
    [
      { type: 'missing', kinds: [{ kind: 'contacts', count: 30 }], with: [] },
      /^30 parents are no longer in the extract: is it complete\?$/,
    ],
    [{ type: 'file' }, /rules of its own, and they are gone/],
    [{ type: 'unknown' }, /is it complete\?$/],
  ]);
  for (const [cause, expected] of said) {
    const words = causeOf(cause);
    assert.match(words, expected);
    assert.doesNotMatch(words, /contactLinks|contact-title|pullthrough|--|\//);
    assert.ok(words.length < 180, words);
  }
  const changes = { type: 'changes', kind: 'students', count: 30, of: 30, share: 75 } as const;
  assert.equal(
    causeOf({ type: 'unknown' }, { limits: [changes] }),
    'Much of the extract differs from the last one: is it right?',
    'where nobody would go, the extract lacks nobody',
  );
  assert.match(causeOf({ type: 'unknown' }, { rulesChanged: true }), /The rules have changed since the last load\.$/);
  assert.doesNotMatch(causeOf({ type: 'file' }, { rulesChanged: true }), /have changed/);
});

test('what would go is said of records before links, all of a kind as all, and of an earlier version by its counts', () => {
  const effectOf = (...limits: HoldFacts['limits']) =>
    holdInWords(pipeline, { facts: { ...none, limits, cause: { type: 'unknown' } }, counts: [] }).effect;
  const going = (kind: string, count: number) => ({ type: 'removals', kind, count, of: 80, share: 10 }) as const;
  assert.equal(
    effectOf(going('students', 40), going('contacts', 41), going('contactLinks', 41)),
    '40 of 80 students and 41 of 80 parents would go. At most 10 % may go without approval.',
  );
  assert.match(effectOf(going('contactLinks', 41)), /^41 of 80 parent links would go/);
  const all = { type: 'emptied', kind: 'contacts', count: 9, of: null, share: null } as const;
  assert.equal(effectOf(all), 'All 9 parents would go.');
  assert.equal(effectOf({ ...all, kind: 'groups', count: 1 }), 'The only group would go.');
  const counts = [
    { kind: 'contacts', emptied: 0, removed: 2, changed: 1 },
    { kind: 'contactLinks', emptied: 0, removed: 2, changed: 0 },
  ];
  const earlier = holdInWords(pipeline, { facts: null, counts });
  assert.match(inPlain(earlier.cause), /a person has to look/);
  assert.equal(earlier.effect, affectedInWords(pipeline, counts));
  assert.equal(earlier.effect, '2 parents would go, and 1 parent would change.');
});
