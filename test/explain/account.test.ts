import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Account } from '../../src/explain/account/account.js';
import type { GivenValue } from '../../src/explain/account/given-value.js';
import { Explainer } from '../../src/explain/explain.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { indexesTo, LinkSet } from '../../src/decide/world.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { stepsOf } from '../../src/pipeline/source/source-path.js';
import { sectionOf } from '../../src/words/words.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { failingWithHeldIn } from '../reference/failing.js';
import { parseJson, type Json } from '../reference/parse-json.js';
import { reference, schoolOf, type Options } from '../reference/reference.js';
import type { RecordKind } from '../reference/rules.js';
import { readDate, readText as readPlainly } from '../reference/values.js';
import { checked } from '../support/checked.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { cases } from '../support/numbers.js';

const options: Options = { parentalResponsibilityOnly: true, singleSignOn: true };
const configuration = shippedConfiguration(['parentalResponsibilityOnly=true', 'singleSignOn=true']);
const { pipeline } = configuration;
const plan = planReading(pipeline);
const memory = new RuleMemory();

interface Node {
  readonly kind: string;
  /** As findings have it. */
  readonly id: string;
  readonly isThrough: boolean;
  readonly account: Account;
}

/** Every record and link that joins two records, with what is said of it. */
async function accountsOf(text: string): Promise<Node[]> {
  const [result] = await readText(text, plan);
  if (result?.type !== 'extract') throw new Error('not a whole document');
  const { extract } = result;
  const explainer = await Explainer.of(extract, configuration.forSchool(extract.school), today, memory);
  const nodes: Node[] = [];
  for (const set of explainer.solved.world.sets)
    for (const index of indexesTo(set.size)) {
      if (set instanceof LinkSet && set.dangles(index)) continue;
      const id = set instanceof LinkSet ? JSON.stringify(set.idsAt(index)) : (set.ids[index] ?? '');
      const account = await explainer.account({ set, index });
      nodes.push({ kind: set.kind.name, id, isThrough: explainer.comesThrough({ set, index }), account });
    }
  return nodes;
}

test('each rule that judges does what the criteria say, and each that warns warns where they do', async () => {
  const seen = { through: 0, out: 0, warned: 0 };
  await checked(
    fc.asyncProperty(extractText(), async (text) => {
      const { warnings } = reference(text, options);
      const { school } = schoolOf(text, options);
      for (const { kind, id, isThrough, account } of await accountsOf(text)) {
        const by = (deed: string) => account.rules.filter((one) => one.deed === deed).map(({ rule }) => rule.name);
        if (isThrough) assert.deepEqual(by('out'), [], `${kind} ${id}`);
        else if (!id.startsWith('[')) {
          const failing = failingWithHeldIn(kind as RecordKind, id, school, options);
          assert.deepEqual(by('out').sort(), [...failing].sort(), `${kind} ${id}`);
        }
        const warned = warnings.filter((one) => one.kind === kind && one.id === id).map(({ rule }) => rule);
        // One that warns once a school holds for more than it names.
        const each = new Set(account.rules.filter(({ rule }) => !rule.once).map(({ rule }) => rule.name));
        const found = by('warned').filter((rule) => each.has(rule));
        assert.deepEqual(found.sort(), warned.filter((rule) => each.has(rule)).sort(), `${kind} ${id}`);
        seen[isThrough ? 'through' : 'out']++;
        seen.warned += by('warned').length;
      }
    }),
    { numRuns: cases(300, 6) },
  );
  assert.ok(Math.min(seen.through, seen.out) > 5, JSON.stringify(seen));
});

/** What stands in the document where a value is said to be from. */
function valueAt(document: Json, { field }: GivenValue, kind: string, position: number): string | null {
  const section = document instanceof Map ? document.get(sectionOf(pipeline, kind) ?? '') : undefined;
  let at = Array.isArray(section) ? section[position] : undefined;
  assert.ok(typeof field.source === 'string');
  for (const step of stepsOf(field.source)) at = at instanceof Map ? at.get(step) : undefined;
  return field.type === 'date' ? readDate(at) : readPlainly(at);
}

test('each value is where it is said to be from, and what is stored is what the criteria say', async () => {
  const seen = { source: 0, rule: 0, link: 0, constant: 0, nothing: 0, shared: 0, repeats: 0 };
  await checked(
    fc.asyncProperty(extractText(), async (text) => {
      const { tables } = reference(text, options);
      const document = parseJson(text);
      const hasHalfOfItsOwn = JSON.stringify(JSON.parse(text)).includes('#2');
      for (const { kind, id, isThrough, account } of await accountsOf(text)) {
        const table = [...pipeline.records, ...pipeline.links].find(({ name }) => name === kind)?.table ?? '';
        const ids = id.startsWith('[') ? 2 : 1;
        const row = tables[table]?.find((one) => (ids === 1 ? one[1] === id : JSON.stringify(one.slice(1, 3)) === id));
        assert.equal(isThrough, row !== undefined, `${kind} ${id}`);
        account.values.forEach((one, at) => {
          const about = `${kind} ${id} ${one.field.name} by ${one.by}`;
          if (row !== undefined) assert.equal(one.stored, row[1 + ids + at] ?? null, about);
          seen[one.by]++;
          if (one.blanksBefore > 0) seen.repeats++;
          if (one.by === 'link') assert.equal(one.field.name, 'relationship', about);
          if (one.by === 'rule') assert.equal(one.field.name, 'role', about);
          if (one.by === 'constant') assert.equal(one.field.name, 'priority', about);
          if (one.position === null) return;
          const read = valueAt(document, one, kind, one.position);
          if (one.by === 'nothing') assert.deepEqual([read, one.seen], [null, null], about);
          else if (one.shared === null) assert.equal(read, one.seen, about);
          else {
            seen.shared++;
            assert.ok(read !== one.seen && String(read).includes(String(one.seen)), about);
            assert.equal(one.shared.rule.name, 'combined-contact');
            // The extract may have a record with the id of a second half, which may be split too.
            if (kind === 'contacts' && !hasHalfOfItsOwn)
              assert.equal(one.shared.half, id.endsWith('#2') ? 2 : 1, about);
          }
        });
      }
    }),
    { numRuns: cases(300, 6) },
  );
  assert.ok(seen.source > 50 && seen.rule > 5 && seen.constant > 5 && seen.nothing > 5, JSON.stringify(seen));
});
