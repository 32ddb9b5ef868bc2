import { isScalar, visit } from 'yaml';
import { asWritten, type YamlFile } from './yaml-file.js';

/** All texts and numbers of a YAML file, keys too, as they are written. */
export function scalarsIn({ root }: YamlFile): string[] {
  const found: string[] = [];
  if (root !== null)
    visit(root, {
      Scalar(_, node) {
        if (isScalar(node) && node.value !== null && typeof node.value !== 'boolean') found.push(asWritten(node));
      },
    });
  return found;
}
