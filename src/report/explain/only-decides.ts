import { isPeriodFact, isPeriodSide } from '../../pipeline/kinds/period.js';
import { recordKind, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';

/** Whether a fact is read only to decide, and never stored: nothing shows its value. */
export function onlyDecides(pipeline: Pipeline, kind: RecordKind | LinkKind, fact: string): boolean {
  const dot = fact.indexOf('.');
  if (kind.type === 'link' && dot >= 0 && !isPeriodSide(kind, fact) && !isPeriodFact(kind, fact)) {
    const end = kind.ends.find(({ name }) => name === fact.slice(0, dot));
    return end !== undefined && onlyDecides(pipeline, recordKind(pipeline, end.to), fact.slice(dot + 1));
  }
  return kind.fields.find(({ name }) => name === fact)?.kept === false;
}
