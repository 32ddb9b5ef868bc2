import { kindsOf, type Pipeline } from '../pipeline.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** Notes kinds that say a school where there is only one, or where nothing could say it. */
export function checkSchools(file: YamlFile, pipeline: Pipeline): void {
  for (const kind of kindsOf(pipeline)) {
    if (kind.school === null) continue;
    const node = file.findKey(kind.type === 'record' ? 'records' : 'links', kind.name, 'school');
    if (!pipeline.source.school.isMany) {
      const hint = 'With source.schools, in place of source.school, each entry of a list is a school.';
      file.problem(node, 'excludes', `A document holds one school, so ${kind.name} need not say theirs.`, hint);
    } else if (kind.type === 'link' && kind.within !== null) {
      const hint = 'They belong where both their ends do.';
      file.problem(node, 'excludes', `${kind.name} stand within records, and say no school of their own.`, hint);
    }
  }
}
