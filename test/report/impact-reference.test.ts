import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration, type Configuration } from '../../src/pipeline/configuration.js';
import { countsByRule, impactOnSchool, movements, type DecidedVersion } from '../../src/report/impact/impact.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { reference, type Options, type Tables } from '../reference/reference.js';
import { checked } from '../support/checked.js';
import { configured } from '../support/configured.js';
import { readText, today } from '../support/decide-text.js';
import { cases, isFull } from '../support/numbers.js';
import { temporaryFolder } from '../support/folder.js';

const root = temporaryFolder();
const tables: Readonly<Record<string, string>> = {
  contactLinks: 'contact_links',
  classStudents: 'class_students',
  classTeachers: 'class_teachers',
  groupStudents: 'group_students',
};

interface Version {
  readonly options: Options;
  readonly configuration: Configuration;
}

/** Rules turned off for every school by a file of their own each, which random extracts may name. */
const schools = ['1', '9361234', '7', 'Zo\u00eb', 'a\ufffdb'];

function version(parentalResponsibilityOnly: boolean, disabled: readonly string[]): Version {
  const yaml = `options: { parentalResponsibilityOnly: ${String(parentalResponsibilityOnly)} }\ndisable: [${disabled.join(', ')}]\n`;
  const { config } = configured(
    root,
    Object.fromEntries(schools.map((school) => [`rules/schools/${school}.yaml`, yaml])),
  );
  return {
    options: { parentalResponsibilityOnly, singleSignOn: false, disabled },
    configuration: readConfiguration(config, { set: [], today: () => today }),
  };
}

const versions = [
  version(false, []),
  version(true, []),
  version(false, ['teacher-title']),
  version(false, ['class-type', 'contact-title']),
  version(true, ['class-has-a-teacher', 'student-in-a-class', 'group-type']),
];

/** What the tables of the reference say of who appears, goes and changes. */
function expected(kind: string, before: Tables, after: Tables): Record<string, string[]> {
  const width = kind in tables ? 2 : 1;
  const rows = (from: Tables) =>
    new Map(
      (from[tables[kind] ?? kind] ?? []).map((row) => {
        const ids = row.slice(1, 1 + width);
        return [JSON.stringify(width === 2 ? ids : ids[0]), JSON.stringify(row)] as const;
      }),
    );
  const [was, is] = [rows(before), rows(after)];
  return {
    appear: [...is.keys()].filter((id) => !was.has(id)).sort(),
    go: [...was.keys()].filter((id) => !is.has(id)).sort(),
    change: [...is]
      .filter(([id, row]) => was.has(id) && was.get(id) !== row)
      .map(([id]) => id)
      .sort(),
  };
}

test('impact is the difference of two reference decisions, and each id stands with one rule that differs', async () => {
  const memory = new RuleMemory();
  const plan = planReading(versions[0].configuration.pipeline);
  const seen = new Set<string>();
  await checked(
    fc.asyncProperty(extractText(), fc.constantFrom(...versions), fc.constantFrom(...versions), async (text, a, b) => {
      const [result] = await readText(text, plan);
      assert.ok(result?.type === 'extract');
      const { extract } = result;
      assert.ok(schools.includes(extract.school), extract.school);
      const decided = async ({ configuration }: Version): Promise<DecidedVersion> => ({
        pipeline: configuration.pipeline,
        decision: await decide(extract, configuration.forSchool(extract.school), today, memory),
        effective: () => configuration.effective(extract.school),
      });
      const impact = impactOnSchool(await decided(a), await decided(b));
      const [before, after] = [reference(text, a.options).tables, reference(text, b.options).tables];
      const kinds = ['students', 'contacts', 'teachers', 'classes', 'groups', ...Object.keys(tables)];
      let total = 0;
      for (const kind of kinds) {
        const want = expected(kind, before, after);
        for (const movement of movements) {
          const ids = (impact?.kinds[kind]?.[movement] ?? []).map((id) => JSON.stringify(id));
          assert.deepEqual(ids.sort(), want[movement], `${kind} ${movement}`);
          total += ids.length;
          if (ids.length > 0) seen.add(movement);
        }
      }
      assert.equal(impact === null, total === 0);
      const by = countsByRule(impact?.groups ?? []);
      assert.equal(
        Object.values(by).reduce((sum, count) => sum + count, 0),
        total,
      );
      const changed = new Set([
        ...(a.options.disabled ?? []),
        ...(b.options.disabled ?? []),
        'parental-responsibility',
      ]);
      for (const rule of Object.keys(by)) {
        assert.ok(changed.has(rule), rule);
        seen.add(rule);
      }
    }),
    { numRuns: cases(300, 20) },
  );
  if (!isFull) return;
  for (const rule of [
    'appear',
    'go',
    'change',
    'parental-responsibility',
    'teacher-title',
    'class-type',
    'contact-title',
  ])
    assert.ok(seen.has(rule), `${rule} is among ${[...seen].join(', ')}`);
});
