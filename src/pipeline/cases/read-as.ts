import { isScalar, visit, type Node } from 'yaml';
import { outwards, stepsOf } from '../source/source-path.js';
import type { SourceSection } from '../source/source-shape.js';
import { nearest } from '../text/did-you-mean.js';
import { lineOfFile } from '../text/place-text.js';
import { asWritten, type YamlFile } from '../yaml/yaml-file.js';

/**
 * What to say of a name in a case that the pipeline does not read. Only people know whether the case or the pipeline has
 * it as the extract does, so neither is advised, and `check --fix` leaves both.
 * @param sections those in which it may stand
 */
export function readAs(
  name: string,
  names: readonly string[],
  { file, sections }: { readonly file: YamlFile; readonly sections: readonly SourceSection[] },
): string {
  const like = nearest(name, names);
  if (like === null) return names.length === 0 ? 'There are none.' : `There are: ${names.join(', ')}.`;
  const kinds = sections.flatMap(({ views }) => views.map(({ kind }) => kind));
  const places = kinds.map(({ name: kind, type }) => file.find(type === 'link' ? 'links' : 'records', kind));
  const at = [...places, file.find('records'), file.find('links')].flatMap((node) => pathWith(like, node) ?? [])[0];
  const where = at === undefined ? 'The pipeline' : lineOfFile(file.place(at));
  return `${where} has ${like}, the case ${name}: correct the one that is not as in the extract.`;
}

/** The first path with all steps of another in it, one after another. */
function pathWith(like: string, within: Node | null): Node | null {
  const steps = stepsOf(like);
  const found: Node[] = [];
  visit(within, {
    Scalar: (key, node) => {
      if (!isScalar(node) || typeof node.value !== 'string') return undefined;
      const own = stepsOf(outwards(asWritten(node)).path).map((step) => step.replace(/\[\]$/, ''));
      const isIt = own.some((_, at) => steps.every((step, further) => own[at + further] === step));
      if (!isIt) return undefined;
      // A key may be a path, as in where, or the name of a field.
      if (key !== 'key') {
        found.unshift(node);
        return visit.BREAK;
      }
      found.push(node);
      return undefined;
    },
  });
  return found[0] ?? null;
}
