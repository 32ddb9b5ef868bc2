import { builtInRules } from '../../pipeline/rules/rule.js';
import { linkId } from '../link-ids.js';
import type { RawRecord } from '../json/raw-object.js';
import type { IdPlan } from '../plan/id-plan.js';
import type { SectionPlan } from '../plan/section-plan.js';
import { KeptFindings } from './kept-findings.js';
import { scalarIn } from './row.js';
import type { Scalars } from './scalar.js';
import type { IdNumbers, NotedFinding, OwnSchools } from './section-reading.js';

/** Notes what is noticed of the entries of a section. */
export class SectionNotes {
  readonly findings: KeptFindings<NotedFinding>;
  /** Of the entry in hand: its place, and its schools. */
  position = -1;
  schools: OwnSchools = null;
  /** The fields of kinds that are known to leave out something of their values. */
  readonly #leftOut = new Set<string>();

  /** @param isMany whether the document holds several schools */
  constructor(
    private readonly plan: SectionPlan,
    private readonly scalars: Scalars,
    mostFindings: number,
    private readonly isMany: boolean,
  ) {
    this.findings = new KeptFindings(mostFindings);
  }

  note(
    severity: 'rejected' | 'warning',
    rule: string,
    kind: string,
    id: IdNumbers | null,
    field: string | null,
    because: string,
  ): void {
    const recordId = id === null ? null : this.#idInWords(id);
    const finding = { severity, rule, kind, recordId, field, position: this.position, because };
    const { name: section, shared } = this.plan;
    if (this.isMany) this.findings.push({ ...finding, schools: this.schools, section });
    else this.findings.push(shared.has(kind) ? { ...finding, section } : finding);
  }

  badValue(kind: string, id: IdNumbers | null, column: number): void {
    const path = this.pathOf(column);
    const because = `${path} is not ${this.scalars.definitions[this.plan.definitions[column]].wanted}; it counts as blank.`;
    this.note('warning', builtInRules.badValue, kind, id, path, because);
  }

  /** Once for each field: what is so for one record is so for all. */
  leftOut(kind: string, column: number): void {
    const path = this.pathOf(column);
    const place = `${kind}\0${path}`;
    const { leavesOut } = this.scalars.definitions[this.plan.definitions[column]];
    if (leavesOut === null || this.#leftOut.has(place)) return;
    this.#leftOut.add(place);
    const because = `${path} ${leavesOut.because}`;
    const where = { kind, recordId: null, field: path, position: null };
    this.findings.push({ severity: 'warning', rule: leavesOut.rule, ...where, because });
  }

  repeated(kind: string, id: IdNumbers, record: RawRecord): void {
    for (const key of record.repeated) {
      const because = `${key} is there more than once; the last counts.`;
      this.note('warning', builtInRules.repeatedKey, kind, id, key, because);
    }
  }

  /** Of the columns that have an id. */
  repairs(kind: string, id: IdNumbers, { columns }: IdPlan, record: RawRecord): void {
    for (const column of columns)
      if (scalarIn(record, column)?.needsRepair === true) this.repair(kind, id, this.pathOf(column));
  }

  repair(kind: string, id: IdNumbers, key: string): void {
    const because = `${key} has a character that no database can store; it becomes U+FFFD.`;
    this.note('warning', builtInRules.badValue, kind, id, key, because);
  }

  pathOf(column: number): string {
    return this.plan.columns[column]?.path ?? '';
  }

  #idInWords(id: IdNumbers): string {
    const [first, second] = id.map((cell) => String(this.scalars.dictionary.at(cell)));
    return second === undefined ? first : linkId([first, second]);
  }
}
