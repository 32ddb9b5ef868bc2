import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { noteNeverStored } from './never-stored.js';
import type { CaseId, Expectation, ExpectedField } from './case.js';
import { didYouMean } from '../text/did-you-mean.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { builtInRules, wantedBy, warns, type Rule } from '../rules/rule.js';
import { keyMap, optional } from '../keys/key-map.js';
import { define, narrowing, type JsonSchema } from '../keys/yaml-type.js';
import { against, byName, listOf } from '../keys/types.js';
import { readTextConstant } from '../vocabulary/read-constant.js';
import { normalise } from '../text/text.js';
import { asWritten, type Entries, type YamlFile } from '../yaml/yaml-file.js';

type Kind = RecordKind | LinkKind;
type Word = 'through' | 'out' | 'warn' | 'warned' | 'notWarned';

/** What an entry has beside the id. Fields of `through` are the kind's own. */
const keysBesideId: Readonly<Record<Exclude<Word, 'through'>, readonly string[]>> = {
  out: ['rule', 'position'],
  warn: ['rule', 'field'],
  warned: ['rule'],
  notWarned: ['rule', 'field'],
};

/** Rules that are in no YAML, and still keep out or warn. */
export const keepOut: Readonly<Record<Kind['type'], readonly string[]>> = {
  record: [builtInRules.noId, builtInRules.badValue],
  link: [
    builtInRules.endStaysOut,
    builtInRules.dangling,
    builtInRules.ambiguousKey,
    builtInRules.noId,
    builtInRules.badValue,
  ],
};
export const warnToo: readonly string[] = [
  builtInRules.badValue,
  builtInRules.repeatedKey,
  builtInRules.repeatDiffers,
  builtInRules.repeatUnlike,
  builtInRules.likelyDuplicate,
  builtInRules.alike,
  builtInRules.halfIdTaken,
];

/** An id of a record, as a case writes it. */
export const id = define(
  'id',
  'An id',
  'Compared as text, as it is written.',
  { type: ['string', 'number'] },
  1,
  '1#2',
  '007',
);

export interface ExpectationScope {
  readonly pipeline: Pipeline;
  /** Null if they are so wrong that their names are not known. */
  readonly rules: readonly Rule[] | null;
}

/** Expectations, listed by kind. */
const byKind = (word: Word, entry: JsonSchema) =>
  against(narrowing(word, byName(listOf(entry))), (file, node, what, _, { pipeline, rules }: ExpectationScope) => {
    const kinds = kindsOf(pipeline);
    return [...file.readMap(node, what)].flatMap(([name, { key, node: list }]): Expectation[] => {
      const kind = kinds.find((candidate) => candidate.name === name);
      if (kind === undefined) {
        const names = kinds.map((candidate) => candidate.name);
        file.problem(key, 'unknown-kind', `There is no kind "${name}".`, didYouMean(name, names));
        return [];
      }
      const reader = new ExpectationReader(file, kind, rules);
      const items = file.readList(list, name);
      if (isSeq(list) && items.length === 0) return reader.none(word, key);
      return items.flatMap((item) => reader.read(word, item) ?? []);
    });
  });

const idOrMap = { anyOf: [id, { type: 'object', minProperties: 1 }] };

const expectationKeys = keyMap(
  {
    through: {
      ...optional(
        byKind('through', idOrMap),
        'Ids, or maps with the id (of a link, the ids of its ends by their names) and fields as they are stored.',
        { contacts: [1, { id: '1#2', title: 'Mrs' }] },
      ),
      title: 'What comes through',
    },
    out: {
      ...optional(
        byKind('out', idOrMap),
        'Ids, or maps with the id and the rule. A rule must be among those that fail; a list of rules must be exactly those. { position: N, rule: no-id } is what has no usable id.',
        { contacts: [{ id: 1, rule: 'contact-title' }] },
      ),
      title: 'What stays out',
    },
    warn: {
      ...optional(
        byKind('warn', { type: 'object', required: ['rule'] }),
        'Maps with the id, the rule, and where it matters the field, a key of the extract.',
        { contacts: [{ id: 1, rule: 'contact-no-email' }] },
      ),
      title: 'What is warned about',
    },
    warned: {
      ...optional(
        byKind('warned', { type: 'object', required: ['rule'] }),
        'Maps with the id and a rule or a list of rules: these warn about it, and no others.',
        { contacts: [{ id: 1, rule: ['contact-no-email', 'title-looks-like-two'] }] },
      ),
      title: 'By which rules something is warned about, and no others',
    },
    notWarned: {
      ...optional(
        byKind('notWarned', idOrMap),
        'Ids of what nothing warns about, or maps with the id and a rule or a list of rules that do not; where it matters the field, a key of the extract.',
        { contacts: [1, { id: 2, rule: 'contact-no-email' }] },
      ),
      title: 'What is not warned about',
    },
  },
  { minProperties: 1 },
);

/** What a case expects, in its own order. Unknown words are refused: ignored, they would test nothing. */
export const expectations = against(expectationKeys.schema, (file, node, what, _, scope: ExpectationScope) => {
  const entries = expectationKeys.enter(file, node, what);
  const said = expectationKeys.readFrom(file, entries, node, what);
  const all = [...entries.keys()].flatMap((word) =>
    expectationKeys.names.filter((name) => name === word).flatMap((name) => said[name]?.(scope) ?? []),
  );
  noteContrary(file, all);
  return all;
});

/** Nothing both comes through and stays out. */
function noteContrary(file: YamlFile, all: readonly Expectation[]): void {
  const nameOf = (one: Expectation) => ('id' in one ? JSON.stringify([one.kind.name, one.id]) : null);
  const through = new Map(all.filter(({ says }) => says === 'through').map((one) => [nameOf(one), one]));
  for (const one of all) {
    const other = one.says === 'out' ? through.get(nameOf(one)) : undefined;
    if (other === undefined) continue;
    const message = `This is expected to stay out here, and to come through at line ${String(other.place.line)}.`;
    file.problemAt(one.place, one.length, 'contrary-entries', message, 'Keep one of the two.');
  }
}

type About = Pick<Expectation, 'kind' | 'place' | 'length'>;

class ExpectationReader {
  constructor(
    private readonly file: YamlFile,
    private readonly kind: Kind,
    private readonly rules: readonly Rule[] | null,
  ) {}

  about(node: Node): About {
    return { kind: this.kind, place: this.file.place(node), length: lengthOf(node) };
  }

  /** What an empty list says. */
  none(word: Word, key: Node): Expectation[] {
    if (word !== 'notWarned') return [{ ...this.about(key), says: 'none', of: word === 'warned' ? 'warn' : word }];
    const hint = `If nothing warns about any, write warned: { ${this.kind.name}: [] }.`;
    this.file.problem(key, 'wrong-type', 'An empty list of notWarned says nothing.', hint);
    return [];
  }

  /** @returns null if it is wrong, and notes why */
  read(word: Word, node: Node): Expectation | null {
    if (isScalar(node) && this.kind.type === 'record' && word !== 'warn' && word !== 'warned') {
      const id = this.#idIn(node, 'The id');
      return id === null ? null : this.#ofIdAlone(word, { ...this.about(node), id });
    }
    const idKeys = this.kind.type === 'record' ? ['id'] : this.kind.ends.map(({ name }) => name);
    const entries =
      word === 'through'
        ? this.file.readMap(node, `an entry of ${this.kind.name}`)
        : this.file.readMap(node, `an entry of ${word}`, [...idKeys, ...keysBesideId[word]]);
    if (!isMap(node)) return null;
    if (word === 'out' && entries.has('position')) return this.#rejected(node, entries, idKeys);
    const id = this.#id(node, entries, idKeys);
    const fields = word === 'through' ? this.#fields(entries, idKeys) : [];
    if (id === null) return null;
    const about = { ...this.about(node), id };
    if (word === 'through') return { ...about, says: 'through', fields };
    if (word === 'out') return { ...about, says: 'out', ...this.#rulesIn(entries, 'out') };
    return this.#warning(word, node, entries, about);
  }

  #ofIdAlone(word: 'through' | 'out' | 'notWarned', about: About & { readonly id: string }): Expectation {
    if (word === 'through') return { ...about, says: 'through', fields: [] };
    if (word === 'out') return { ...about, says: 'out', rules: [], exactly: false };
    return { ...about, says: 'not warned', rules: [], field: null };
  }

  #warning(
    word: 'warn' | 'warned' | 'notWarned',
    node: Node,
    entries: Entries,
    about: About & { readonly id: CaseId },
  ): Expectation | null {
    const given = entries.get('field');
    const field = given === undefined ? null : this.file.readText(given.node, 'field');
    if (word === 'notWarned')
      return { ...about, says: 'not warned', rules: this.#rulesIn(entries, 'warn').rules, field };
    const ruleNode = this.file.require(entries, 'rule', node, `An entry of ${word}`);
    if (ruleNode === null) return null;
    if (word === 'warned') return { ...about, says: 'warned exactly', rules: this.#rulesIn(entries, 'warn').rules };
    return { ...about, says: 'warned', rule: this.#rule(ruleNode, 'warn'), field };
  }

  #rejected(node: Node, entries: Entries, idKeys: readonly string[]): Expectation | null {
    const { rules } = this.#rulesIn(entries, 'out');
    const position = this.file.readCount(entries.get('position')?.node ?? null, 'position');
    const known = idKeys.find((key) => entries.has(key));
    if (known !== undefined || rules.some((rule) => rule !== builtInRules.noId) || rules.length === 0) {
      const hint = `Write { position: ${String(position)}, rule: ${builtInRules.noId} }, or the id without position.`;
      this.file.problem(
        entries.get('position')?.key ?? node,
        'unknown-key',
        'Only what has no usable id is known by its position.',
        hint,
      );
      return null;
    }
    return { ...this.about(node), says: 'rejected', position };
  }

  #id(node: Node, entries: Entries, keys: readonly string[]): CaseId | null {
    const ids = keys.map((key) => {
      const inner = this.file.require(entries, key, node, `An entry of ${this.kind.name}`);
      return inner === null ? null : this.#idIn(inner, key);
    });
    const [first = null, second = null] = ids;
    if (first === null) return null;
    if (this.kind.type === 'record') return first;
    return second === null ? null : [first, second];
  }

  #idIn(node: Node, what: string): string | null {
    const id = isScalar(node) && node.value !== null ? normalise(asWritten(node)) : '';
    if (id !== '') return id;
    this.file.problem(node, 'wrong-type', `${what} must be an id.`);
    return null;
  }

  #fields(entries: Entries, idKeys: readonly string[]): ExpectedField[] {
    const names = this.kind.fields.filter(({ kept }) => kept).map(({ name }) => name);
    return [...entries].flatMap(([name, { key, node }]) => {
      if (idKeys.includes(name)) return [];
      if (!names.includes(name)) {
        const hint = didYouMean(name, [...idKeys, ...names]);
        this.file.problem(key, 'unknown-field', `Nothing keeps a field "${name}" of ${this.kind.name}.`, hint);
        return [];
      }
      const value = readTextConstant(this.file, node, name, 'Write null.');
      const field = this.kind.fields.find((one) => one.kept && one.name === name);
      if (field !== undefined && value !== null) noteNeverStored(this.file, node, field, value);
      return [{ name, value }];
    });
  }

  #rulesIn(entries: Entries, word: 'out' | 'warn'): { rules: readonly string[]; exactly: boolean } {
    const entry = entries.get('rule');
    if (entry === undefined) return { rules: [], exactly: false };
    if (!isSeq(entry.node)) return { rules: [this.#rule(entry.node, word)], exactly: false };
    const nodes = this.file.readList(entry.node, 'rule');
    if (nodes.length === 0) this.file.problem(entry.node, 'wrong-type', 'rule must name a rule, or be omitted.');
    return { rules: nodes.map((node) => this.#rule(node, word)), exactly: true };
  }

  #rule(node: Node | null, word: 'out' | 'warn'): string {
    const name = this.file.readText(node, 'rule');
    if (this.rules === null) return name;
    const speaks = (rule: Rule): boolean => (word === 'out' ? wantedBy(rule) !== null : warns(rule));
    const own = this.rules.filter((rule) => rule.kind === this.kind.name && speaks(rule));
    const names = [...own.map((rule) => rule.name), ...(word === 'out' ? keepOut[this.kind.type] : warnToo)];
    if (name !== '' && !names.includes(name)) {
      const does = word === 'out' ? `keeps ${this.kind.name} out` : `warns about ${this.kind.name}`;
      this.file.problem(node, 'unknown-rule', `No rule "${name}" ${does}.`, didYouMean(name, names));
    }
    return name;
  }
}

function lengthOf(node: Node): number {
  const [start = 0, end = start + 1] = node.range ?? [];
  return Math.max(1, end - start);
}
