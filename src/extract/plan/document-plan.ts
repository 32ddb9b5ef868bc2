import type { Pipeline } from '../../pipeline/pipeline.js';
import { schoolPaths } from '../../pipeline/source/whose-document.js';
import { stepOf, stepsOf } from '../../pipeline/source/source-path.js';
import type { SectionPlan } from './section-plan.js';

/** What is read behind one key of the document, or of an object in it. */
export interface DocumentNode {
  /** As the pipeline writes it. */
  readonly path: string;
  readonly section: SectionPlan | null;
  readonly isSchoolValue: boolean;
  readonly inner: ReadonlyMap<string, DocumentNode>;
  /** Whether a list there is one of pages: the list of a section is behind each. */
  readonly hasPages: boolean;
}

/** A tree of the keys that lead to sections and to what the document says of its school. */
export function planDocument(pipeline: Pipeline, sections: readonly SectionPlan[]): DocumentNode {
  const paths = [
    ...sections.map((section) => ({ path: section.name, section, steps: stepsOf(section.name) })),
    ...schoolPaths(pipeline.source.school).map((path) => ({ path, section: null, steps: stepsOf(path) })),
  ];
  const nodeAt = (steps: readonly string[]): DocumentNode => {
    const below = paths.filter((other) => steps.every((step, index) => step === other.steps[index]));
    const here = below.filter((other) => other.steps.length === steps.length);
    const keys = new Set(below.flatMap((other) => other.steps[steps.length] ?? []));
    return {
      path: here[0]?.path ?? steps.map(stepOf).join('.'),
      section: here.find(({ section }) => section !== null)?.section ?? null,
      isSchoolValue: here.some(({ section }) => section === null),
      inner: new Map([...keys].map((key) => [key, nodeAt([...steps, key])])),
      hasPages: below.some(({ section }) => section !== null) && here.length < below.length,
    };
  };
  return nodeAt([]);
}

/** What can be read below a node. */
export function allBelow(node: DocumentNode): DocumentNode[] {
  return [...node.inner.values()].flatMap((inner) => [inner, ...allBelow(inner)]);
}
