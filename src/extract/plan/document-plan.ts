import type { Pipeline } from '../../pipeline/pipeline.js';
import { stepsOf } from '../../pipeline/source/source-path.js';
import type { SectionPlan } from './section-plan.js';

/** What is read behind one key of the document, or of an object in it. */
export interface DocumentNode {
  /** As the pipeline writes it. */
  readonly path: string;
  readonly section: SectionPlan | null;
  readonly isSchoolValue: boolean;
  readonly inner: ReadonlyMap<string, DocumentNode>;
}

/** A tree of the keys that lead to sections and to what the document says of its school. */
export function planDocument(pipeline: Pipeline, sections: ReadonlyMap<string, SectionPlan>): DocumentNode {
  const { id, name, extractedAt } = pipeline.source.school;
  const school = new Set([id, name, extractedAt].filter((path) => path !== null));
  const paths = [...new Set([...sections.keys(), ...school])].map((path) => ({ path, steps: stepsOf(path) }));
  const nodeAt = (steps: readonly string[]): DocumentNode => {
    const path = steps.map((step) => step.replaceAll('.', '\\.')).join('.');
    const below = paths.filter((other) => steps.every((step, index) => step === other.steps[index]));
    const keys = new Set(below.flatMap((other) => other.steps[steps.length] ?? []));
    return {
      path,
      section: sections.get(path) ?? null,
      isSchoolValue: school.has(path),
      inner: new Map([...keys].map((key) => [key, nodeAt([...steps, key])])),
    };
  };
  return nodeAt([]);
}

/** What can be read below a node. */
export function allBelow(node: DocumentNode): DocumentNode[] {
  return [...node.inner.values()].flatMap((inner) => [inner, ...allBelow(inner)]);
}
