import type { Pipeline } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rule.js';
import { isBlank } from '../pipeline/text.js';
import type { ExtractFinding } from './extract.js';
import { instantOf } from './instant.js';
import type { RawScalar, Nested } from './raw.js';
import type { Validator } from './validate.js';
import { byItself, toId, toText } from './values.js';

/** What a document says of its school, by path. */
export class SchoolValues {
  readonly repeated = new Set<string>();
  readonly #values = new Map<string, { value: RawScalar | Nested; literal: string | undefined }>();

  set(key: string, value: RawScalar | Nested, digits: string | undefined): void {
    this.#values.set(key, { value, literal: digits });
  }

  forget(key: string): void {
    this.#values.delete(key);
  }

  id(key: string, validate: Validator): string | null {
    const given = this.#values.get(key);
    if (given === undefined) return null;
    const faults = validate({ values: [given.value], literals: [given.literal], repeated: [] });
    return faults.length > 0 ? null : toId(given.value, given.literal);
  }

  /** By itself: a run keeps the name of each of its schools to its end. */
  text(key: string | null): string | null {
    const given = key === null ? undefined : this.#values.get(key);
    if (given?.literal !== undefined) return byItself(given.literal);
    return typeof given?.value === 'string' ? byItself(toText(given.value)) || null : null;
  }

  /** In milliseconds; null where there is none that can be read. */
  instant(key: string | null, timezone: string): number | null {
    const text = this.text(key);
    return text === null ? null : instantOf(text, timezone);
  }

  findings(pipeline: Pipeline): ExtractFinding[] {
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
    const isNoText = (key: string): boolean => {
      const value = this.#values.get(key)?.value ?? null;
      return !isBlank(value) && typeof value !== 'string' && typeof value !== 'number';
    };
    const bad = [name, extractedAt].filter((key) => key !== null).filter(isNoText);
    const isUntimed = extractedAt !== null && this.instant(extractedAt, pipeline.timezone) === null;
    const untimed = isUntimed && !isNoText(extractedAt) ? [extractedAt] : [];
    return [
      ...[...this.repeated].map((key) =>
        note(builtInRules.repeatedKey, key, `${key} stands more than once; the last counts.`),
      ),
      ...bad.map((key) => note(builtInRules.badValue, key, `${key} is not text; it counts as blank.`)),
      ...untimed.map((key) =>
        note(
          builtInRules.badValue,
          key,
          this.text(key) === null
            ? `There is no ${key}, so nobody knows whether the extract is older than the last.`
            : `${key} is no time that can be read, so nobody knows whether the extract is older than the last.`,
        ),
      ),
    ];
  }
}
