import { kindsOf, namedFields, type Pipeline } from '../../pipeline/pipeline.js';
import type { NamedValue } from '../../pipeline/lint/named-values.js';
import type { Test } from '../../pipeline/source/where.js';
import { nearest } from '../../pipeline/text/did-you-mean.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import { YamlFile } from '../../pipeline/yaml/yaml-file.js';

/**
 * Of a value that no record has: the value so like it that the views of its kind ask for, and where. If that one is
 * misspelt, no record that has the other is taken at all. Null if there is none.
 * @param known values that records have
 */
export function likeOneOfViews(
  { kind, field, value }: Pick<NamedValue, 'kind' | 'field' | 'value'>,
  pipeline: Pipeline,
  known: ReadonlySet<string>,
): string | null {
  const of = kindsOf(pipeline).find(({ name }) => name === kind);
  const from = of === undefined ? null : namedFields(of).find(({ name }) => name === field)?.from;
  if (of === undefined || from == null) return null;
  const asked = [...of.views].flatMap(({ where }) =>
    (where ?? [])
      .flat()
      .flatMap(({ path, test }) => (path === from ? textsOf(test).filter((text) => !known.has(text)) : [])),
  );
  const like = nearest(String(value), asked);
  const start = pipeline.places.get(`${kind}:from`);
  if (like === null || start === undefined) return null;
  const file = new YamlFile(pipeline.file, []);
  return `${lineOfFile(file.place(file.scalarFrom(start, like)))} asks for "${like}": correct the one that is not as in the extract.`;
}

function textsOf(test: Test): string[] {
  if ('all' in test) return test.all.flatMap(textsOf);
  if (!('operator' in test)) return [];
  const values: readonly unknown[] = Array.isArray(test.value) ? test.value : [test.value];
  return values.filter((one): one is string => typeof one === 'string');
}
