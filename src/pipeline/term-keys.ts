import { isMap, type Node } from 'yaml';
import { checkDays } from './guard/check-days.js';
import { keyMap, needed } from './keys/key-map.js';
import { byName, day, listOf, oneOrMore, text } from './keys/types.js';
import { define, type YamlType } from './keys/yaml-type.js';
import type { Term, TermDays } from './terms.js';
import { didYouMean } from './text/did-you-mean.js';
import type { YamlFile } from './yaml/yaml-file.js';

const termKeys = keyMap({
  from: needed(day, 'The first day of the term.', '2026-09-02'),
  until: needed(day, 'Its last day.', '2026-12-18'),
});

const termDays = define('term', 'A term in one year', 'Its first and its last day.', termKeys.schema, {
  from: '2026-09-02',
  until: '2026-12-18',
});

/** Terms by name, each with its days of several years. */
export const terms: YamlType<ReadonlyMap<string, Term>> = {
  schema: byName(listOf(termDays, { minItems: 1 })),
  read(file, node, what) {
    const read = new Map<string, Term>();
    for (const [name, { key, node: list }] of file.readMap(node, what)) {
      const items = file.readList(list, `The days of the term "${name}"`);
      const days = items.flatMap((item) => readDays(file, item));
      if (days.length > 0) read.set(name, { days, place: file.place(key) });
      else if (items.length === 0)
        file.problem(key, 'missing-key', `The term "${name}" has no days.`, 'Write [{ from: …, until: … }].');
    }
    return read;
  },
};

function readDays(file: YamlFile, node: Node | null): TermDays[] {
  const entries = termKeys.enter(file, node, 'the days of a term');
  if (!isMap(node)) return [];
  const { from, until } = termKeys.readFrom(file, entries, node, 'A term');
  checkDays(file, entries, { from, until }, 'the term');
  return from === null || until === null ? [] : [{ from, until }];
}

/** The names of terms that are known, each with its place. */
export const termNames: YamlType<(known: ReadonlyMap<string, Term>) => string[]> = {
  schema: { anyOf: [text.schema, listOf(text.schema, { minItems: 1 })] },
  read(file, node, what, key) {
    const named = oneOrMore({ ...text, read: (...at) => ({ name: text.read(...at), node: at[1] }) }).read(
      file,
      node,
      what,
      key,
    );
    return (known) => {
      if (named.length === 0)
        file.problem(
          node,
          'missing-key',
          `${what} names no term.`,
          'Name one, or remove the key: then the rule applies on every day.',
        );
      for (const { name, node: at } of named) {
        if (name === '' || known.has(name)) continue;
        const hint =
          known.size === 0 ? 'Write its days under terms: in pipeline.yaml.' : didYouMean(name, [...known.keys()]);
        file.problem(at, 'unknown-term', `There is no term "${name}".`, hint);
      }
      return named.map(({ name }) => name).filter((name) => known.has(name));
    };
  },
};
