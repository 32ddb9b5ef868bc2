import type { Pipeline } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import type { ExtractFinding } from '../extract.js';
import { instantOf } from '../../pipeline/text/instant.js';
import { asId } from '../plan/definition.js';
import type { Scalar, Scalars } from './scalar.js';
import { toText } from '../../pipeline/text/stored-text.js';

/** What a document says of its school, by path. */
export class SchoolValues {
  readonly repeated = new Set<string>();
  readonly #values = new Map<string, Scalar>();

  /** @param scalars of the document that says it */
  constructor(private readonly scalars: Scalars) {}

  set(key: string, value: Scalar): void {
    this.#values.set(key, value);
  }

  forget(key: string): void {
    this.#values.delete(key);
  }

  id(key: string): string | null {
    const given = this.#values.get(key);
    const id = given === undefined ? null : this.scalars.cellOf(given, asId);
    return id === null ? null : (this.scalars.dictionary.at(id) as string | null);
  }

  text(key: string | null): string | null {
    const given = key === null ? undefined : this.#values.get(key);
    if (given?.literal !== undefined) return given.literal;
    return typeof given?.raw === 'string' ? toText(given.raw) || null : null;
  }

  /** In milliseconds; null if there is none that can be read. */
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
      const given = this.#values.get(key) ?? this.scalars.blank;
      return !given.isBlank && typeof given.raw !== 'string' && typeof given.raw !== 'number';
    };
    const bad = [name, extractedAt].filter((key) => key !== null).filter(isNoText);
    const isUntimed = extractedAt !== null && this.instant(extractedAt, pipeline.timezone) === null;
    const untimed = isUntimed && !isNoText(extractedAt) ? [extractedAt] : [];
    return [
      ...[...this.repeated].map((key) =>
        note(builtInRules.repeatedKey, key, `${key} is there more than once; the last counts.`),
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
