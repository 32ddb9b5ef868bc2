import type { Pipeline } from '../pipeline/pipeline.js';
import { secondHalf } from '../pipeline/parts.js';
import { listed, phrase, plain, type Phrase } from './phrase.js';
import { kindNamed, label } from './words.js';

/** The id of a record, or both ids of a link; null if there is none. */
export type ReportedId = string | readonly [string, string] | null;

/** What is at the end of a chain, and which rule of its own keeps it out. */
export interface ChainEnd {
  readonly kind: string;
  /** Null for links: among those that the same rule keeps out, it does not matter which one it is. */
  readonly id: string | null;
  readonly rule: string | null;
  readonly because: string | null;
}

/** People's names, by the kind's name and the id, if names were asked for. */
export type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Where something is in an extract: section, index from 0, keys. */
export interface PlaceInExtract {
  readonly section: string | null;
  readonly position: number | null;
  readonly fields: readonly string[];
}

/**
 * An id, followed by the name if names were asked for. A link is named by both its ends, as the extract names them: what
 * it calls `5#2` may be nobody's half.
 */
export function mentionId(pipeline: Pipeline, kind: string | null, id: ReportedId, names: Names | null): Phrase {
  if (id === null) return plain('without an id');
  if (typeof id === 'string') {
    const couple = coupleOf(pipeline, kind, id);
    return withName(couple === null ? phrase`${id}` : phrase`the second of the couple ${couple}`, { kind, id }, names);
  }
  const found = kindNamed(pipeline, kind);
  const ends = found?.type === 'link' ? found.ends : [];
  return listed(
    ends.map(({ label: of, to }, at) => {
      const end = id[at] ?? '';
      return withName(phrase`${plain(of)} ${end}`, { kind: to, id: end }, names);
    }),
  );
}

/** A record or link with its kind before it. */
export function mention(pipeline: Pipeline, kind: string | null, id: ReportedId, names: Names | null): Phrase {
  const word = label(pipeline, kind, 1);
  if (kind === null) return plain(word);
  if (id !== null && typeof id !== 'string') return mentionId(pipeline, kind, id, names);
  const couple = id === null ? null : coupleOf(pipeline, kind, id);
  return id === null || couple === null
    ? phrase`${plain(word)} ${mentionId(pipeline, kind, id, names)}`
    : withName(phrase`the second ${plain(word)} of the couple ${couple}`, { kind, id }, names);
}

interface OneRecord {
  readonly kind: string | null;
  readonly id: string;
}

function withName(said: Phrase, { kind, id }: OneRecord, names: Names | null): Phrase {
  const name = kind === null ? undefined : names?.get(kind)?.get(id);
  return name === undefined ? said : phrase`${said} (${name})`;
}

/**
 * The id that a MIS knows a second half by: it has none of its own there. Null for all others, and for kinds of which
 * the pipeline does not say that they have halves.
 */
function coupleOf(pipeline: Pipeline, kind: string | null, id: string): string | null {
  const hasHalves = pipeline.facts.some((fact) => fact.kind === kind && fact.among === 'halves');
  return hasHalves && id.endsWith(secondHalf) ? id.slice(0, -secondHalf.length) : null;
}

/** What is at the end of a chain, with what is wrong there. */
export function mentionCause(pipeline: Pipeline, { kind, id, because }: ChainEnd, names: Names | null): Phrase {
  const who = id === null ? plain(label(pipeline, kind, 2)) : mention(pipeline, kind, id, names);
  return because === null ? who : phrase`${who}: ${plain(because.replace(/\.$/, ''))}`;
}

/** Said once wherever such paths are shown. */
export const placesInWords = 'Places count entries from 0.';

/** Where it is in the extract, as a path: `Students[7].DateOfBirth`. */
export function pathInExtract({ section, position, fields }: PlaceInExtract): string {
  const record = section === null ? '' : position === null ? section : `${section}[${String(position)}]`;
  return [record, fields.join(', ')].filter((part) => part !== '').join('.');
}
