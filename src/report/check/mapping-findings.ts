import type { Finding } from '../../decide/decision.js';
import type { Extract } from '../../extract/extract.js';
import { allDangleFindings } from '../../decide/all-dangle.js';
import { swappedPeriod } from '../../decide/reversed-periods.js';
import type { World } from '../../decide/world.js';
import { periodSides } from '../../pipeline/kinds/period.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import type { Problem } from '../../pipeline/problem.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { levelsOf } from '../../pipeline/source/source-path.js';
import { YamlFile, type Place } from '../../pipeline/yaml/yaml-file.js';

type Said = Pick<Finding, 'rule' | 'kind' | 'field' | 'because'>;

interface Counted {
  readonly finding: Said;
  extracts: number;
}

/** Those that say of the mapping, not of a record, that it does not fit the extract. */
const ofMapping: ReadonlySet<string> = new Set([
  builtInRules.unreadPath,
  builtInRules.emptyLookup,
  builtInRules.emptyView,
  builtInRules.emptyChoice,
  builtInRules.allNoId,
]);

/** What a run would say of the mapping, of one extract or another. */
export class MappingFindings {
  readonly #said = new Map<string, Counted>();
  #extracts = 0;

  constructor(private readonly pipeline: Pipeline) {}

  take({ findings }: Extract, world: World): void {
    this.#extracts++;
    const ofLinks = world.links.flatMap((set) => allDangleFindings(set));
    const ofPeriods = world.links.flatMap((set): Said[] => {
      const because = swappedPeriod(set);
      const field = set.kind.fields.find(({ name }) => name === periodSides.from)?.from ?? null;
      return because === null ? [] : [{ rule: builtInRules.periodReversed, kind: set.kind.name, field, because }];
    });
    for (const finding of [...findings.filter(({ rule }) => ofMapping.has(rule)), ...ofLinks, ...ofPeriods]) {
      const key = JSON.stringify([finding.rule, finding.kind, finding.field]);
      const known: Counted = this.#said.get(key) ?? { finding, extracts: 0 };
      this.#said.set(key, known);
      known.extracts++;
    }
  }

  /** A warning for each path, where the pipeline has it. */
  problems(): Problem[] {
    const file = new YamlFile(this.pipeline.file, []);
    return [...this.#said.values()].map(({ finding, extracts }) => {
      const { place, length } = this.#placeOf(finding, file);
      const of = this.#extracts === 1 ? '' : ` So it is in ${String(extracts)} of ${String(this.#extracts)} extracts.`;
      return file.problemOf(place, length, 'odd-mapping', `${finding.rule}: ${finding.because ?? ''}${of}`, null);
    });
  }

  #placeOf({ kind, field, because }: Said, file: YamlFile): { readonly place: Place; readonly length: number } {
    const of = kindsOf(this.pipeline).find(({ name }) => name === kind);
    if (of === undefined) return { place: file.place(null), length: 1 };
    const key = file.findKey(of.type === 'link' ? 'links' : 'records', of.name);
    const start = file.place(key);
    for (const text of textsOf(field ?? '', because ?? '')) {
      const node = file.scalarFrom(start, text);
      if (node !== null) return { place: file.place(node), length: text.length };
    }
    return { place: start, length: of.name.length };
  }
}

/**
 * How a pipeline may write a path that a finding names: whole, or as a list and a path in its entries. Of these the one
 * comes first that is as far in as what may be meant.
 */
function textsOf(field: string, because: string): string[] {
  const [, near] = / Did you mean (\S+)\?$/.exec(because) ?? [];
  return field.split(', ').flatMap((path) => {
    const levels = levelsOf(path);
    const first = near === undefined ? [] : levels.slice(levelsOf(near).length - 1);
    return [path, ...first, ...levels.toReversed()];
  });
}
