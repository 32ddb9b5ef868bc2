import { isScalar, isSeq } from 'yaml';
import { against, listOf } from '../keys/types.js';
import { narrowing } from '../keys/yaml-type.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';

/** Kinds in which only what is listed comes through. `true` means every kind of record, and the links named. */
export const only = against(
  { anyOf: [{ type: 'boolean' }, listOf(narrowing('kind', { type: 'string' }))] },
  (
    file,
    node,
    what,
    _,
    { pipeline, named }: { readonly pipeline: Pipeline; readonly named: readonly (RecordKind | LinkKind)[] },
  ) => {
    const kinds = kindsOf(pipeline);
    if (!isSeq(node)) {
      if (isScalar(node) && typeof node.value === 'string') {
        file.problem(node, 'wrong-type', 'only is true, or a list of kinds.', `Write [${node.value}].`);
        return [];
      }
      const isAll = file.readBoolean(node, what);
      return isAll ? kinds.filter((kind) => kind.type === 'record' || named.includes(kind)) : [];
    }
    const names = kinds.map(({ name }) => name);
    return file.readList(node, what).flatMap((item) => {
      const name = file.readOneOf(item, 'A kind', names, 'unknown-kind');
      return kinds.filter((kind) => kind.name === name);
    });
  },
);
