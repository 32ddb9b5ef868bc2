import type { ComponentChildren } from 'preact';
import type { ReportedId } from '../words/mention.js';
import { kindNamed } from '../words/words.js';
import { addresses } from './addresses.js';
import type { SchoolPlace } from './place.js';

interface Props {
  readonly place: SchoolPlace;
  readonly kind: string | null;
  readonly id: ReportedId;
  readonly children: ComponentChildren;
}

/** A record with an id leads to its explanation, unless a last run has a kind that the pipeline no longer has. */
export function ToWhy({ place: { pipeline, school }, kind, id, children }: Props) {
  if (kind === null || id === null || kindNamed(pipeline, kind) === undefined) return <>{children}</>;
  return <a href={addresses.why(school.id, { kind, id })}>{children}</a>;
}
