import type { Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import type { SchoolList, SchoolPlace, SchoolSource } from '../../pipeline/source/whose-document.js';
import type { ExtractFinding } from '../extract.js';
import { instantOf } from '../../pipeline/text/instant.js';
import { asId } from '../plan/definition.js';
import type { Scalar, Scalars } from './scalar.js';
import { toText } from '../../pipeline/text/stored-text.js';

/** The values that entries of a list have, of those that fit. */
export type Listed = (list: SchoolList) => readonly Scalar[];

export interface SaidSchool {
  readonly school: string;
  readonly name: string | null;
}

export interface SaidSchools {
  readonly said: readonly SaidSchool[];
  readonly without: number;
  readonly renamed: number;
}

/** Finds what paths may mean that are not there. */
interface NearPaths {
  readonly nearestTo: (path: string, of: 'value') => string | null;
  readonly slipOf: (path: string, of: 'value') => string | null;
}

/** What a document says of its school, or of its schools. */
export class SchoolValues {
  /** Paths whose key came twice. */
  readonly repeated = new Set<string>();
  readonly #values = new Map<string, Scalar>();

  /** @param scalars of the document that says it */
  constructor(
    private readonly scalars: Scalars,
    private readonly listed: Listed,
  ) {}

  set(path: string, value: Scalar): void {
    this.#values.set(path, value);
  }

  forget(path: string): void {
    this.#values.delete(path);
  }

  /** Every id that the first place with a usable one has. */
  ids({ places }: SchoolSource): string[] {
    for (const place of places) {
      const ids = new Set(this.#at(place).flatMap((scalar) => this.#idOf(scalar) ?? []));
      if (ids.size > 0) return [...ids];
    }
    return [];
  }

  /** The lists that were looked in, if none of their entries fits. */
  unfitLists({ places }: SchoolSource): string[] {
    return places.flatMap((place) =>
      'list' in place && place.where !== null && this.listed(place).length === 0 ? place.list : [],
    );
  }

  /** Null if there is none, or more than one. */
  id(source: SchoolSource): string | null {
    const [id, other] = this.ids(source);
    return id === undefined || other !== undefined ? null : id;
  }

  /** The first text that is there. */
  text(source: SchoolSource | null): string | null {
    for (const place of source?.places ?? [])
      for (const scalar of this.#at(place)) {
        const text = textOf(scalar);
        if (text !== null) return text;
      }
    return null;
  }

  /** All schools of a list, each once; of how many entries the id is not usable, or the name is another than before. */
  schools(id: SchoolSource, name: SchoolSource | null): SaidSchools {
    const [ids, names] = [id, name].map((source) => (source?.places ?? []).flatMap((place) => this.#at(place)));
    const said = new Map<string, string | null>();
    let without = 0;
    let renamed = 0;
    for (const [at, scalar] of ids.entries()) {
      const school = this.#idOf(scalar);
      if (school === null) without++;
      else {
        const [before, now] = [said.get(school) ?? null, textOf(names[at])];
        if (before !== null && now !== null && before !== now) renamed++;
        said.set(school, before ?? now);
      }
    }
    return { said: Array.from(said, ([school, name]) => ({ school, name })), without, renamed };
  }

  textAt(path: string | null): string | null {
    return path === null ? null : textOf(this.#values.get(path));
  }

  /** In milliseconds; null if there is none that can be read. */
  instant(path: string | null, timezone: string): number | null {
    const text = this.textAt(path);
    return text === null ? null : instantOf(text, timezone);
  }

  findings(pipeline: Pipeline, keys: NearPaths): ExtractFinding[] {
    const note = (rule: string, field: string, because: string): ExtractFinding => ({
      severity: 'warning',
      rule,
      kind: null,
      recordId: null,
      field,
      position: null,
      because,
    });
    const { name, extractedAt } = pipeline.source.school;
    const isBadName = (name?.places ?? []).some((place) => this.#at(place).some(isNoText));
    const isBadTime = extractedAt !== null && isNoText(this.#values.get(extractedAt));
    const bad = [...(name !== null && isBadName ? [name.said] : []), ...(isBadTime ? [extractedAt] : [])];
    const isUntimed = extractedAt !== null && !isBadTime && this.instant(extractedAt, pipeline.timezone) === null;
    const nameless = (name?.places ?? []).flatMap((place) => ('path' in place ? place.path : []));
    const misspelt = nameless.flatMap((path) => {
      const near = keys.slipOf(path, 'value');
      return near === null ? [] : [note(builtInRules.unreadPath, path, `There is no ${path}. Did you mean ${near}?`)];
    });
    return [
      ...(this.text(name) === null ? misspelt : []),
      ...[...this.repeated].map((key) =>
        note(builtInRules.repeatedKey, key, `${key} is there more than once; the last counts.`),
      ),
      ...bad.map((key) => note(builtInRules.badValue, key, `${key} is not text; it counts as blank.`)),
      ...(isUntimed ? [extractedAt] : []).map((key) =>
        note(
          builtInRules.badValue,
          key,
          this.textAt(key) === null
            ? `There is no ${key}, so nobody knows whether the extract is older than the last.${meant(keys.nearestTo(key, 'value'))}`
            : `${key} is no time that can be read, so nobody knows whether the extract is older than the last.`,
        ),
      ),
    ];
  }

  #at(place: SchoolPlace): readonly Scalar[] {
    if ('list' in place) return this.listed(place);
    const scalar = this.#values.get(place.path);
    return scalar === undefined ? [] : [scalar];
  }

  #idOf(scalar: Scalar): string | null {
    const id = this.scalars.cellOf(scalar, asId);
    return id === null ? null : (this.scalars.dictionary.at(id) as string | null);
  }
}

function meant(near: string | null): string {
  return near === null ? '' : ` Did you mean ${near}?`;
}

function textOf(scalar: Scalar | undefined): string | null {
  if (scalar?.literal !== undefined) return scalar.literal;
  return typeof scalar?.raw === 'string' ? toText(scalar.raw) || null : null;
}

function isNoText(scalar: Scalar | undefined): boolean {
  return scalar !== undefined && !scalar.isBlank && typeof scalar.raw !== 'string' && typeof scalar.raw !== 'number';
}
