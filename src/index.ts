/**
 * A run, for programs that go through a night or through one school of it, and its stages for those that put them together
 * themselves: read a configuration, read documents, decide, load. docs/api.md shows how.
 */
export { run } from './run/run.js';
export { loadInto } from './run/loading.js';
export { planFor } from './run/planning.js';
export type { Permissions, RunTerms } from './run/terms.js';
export type { Planned, RunResult, SchoolReport } from './run/run-result.js';
export type { RunListeners, Work } from './run/work.js';
export { dayIn } from './pipeline/guard/day.js';
export { readConfiguration, type Configuration, type SchoolConfiguration } from './pipeline/configuration.js';
export { ConfigurationError, problemCodes, type Problem } from './pipeline/problem.js';
export { operators, type Operator } from './pipeline/vocabulary/operators.js';
export { readDocuments } from './extract/json/documents.js';
export { fileInput, findInputs, type Input } from './extract/bytes/input.js';
export { NoInputError } from './extract/bytes/no-input-error.js';
export { planReading } from './extract/plan/reading-plan.js';
export { documentProblems, type DocumentResult, type Extract } from './extract/extract.js';
export type { Row, Table } from './table/table.js';
export { Tables } from './table/tables.js';
export type { Value } from './table/value.js';
export { decide } from './decide/decide.js';
export { RuleMemory } from './decide/rule-book.js';
export { valuesAt, type Decision, type Finding, type Sums, type Through } from './decide/decision.js';
export { openDatabase, openForPlanning, type Database } from './load/database.js';
export { DatabaseError, databaseProblemCodes } from './load/database-error.js';
export { forget, unforget, type Erased, type Erasure } from './load/erasure/forget.js';
export { readForgotten, type Forgotten } from './load/erasure/forgotten.js';
export { readHistory, type Happening, type History } from './load/history.js';
export { loadSchool, type LoadResult } from './load/load-school.js';
export { purge, type Purged, type Retention } from './load/runs/purge.js';
export type { Patience } from './load/retrying.js';
