/**
 * The stages of a run, for programs that put them together themselves: read a configuration, read documents, decide,
 * load. docs/architecture.md shows how they fit.
 */
export { readConfiguration, type Configuration, type SchoolConfiguration } from './pipeline/configuration.js';
export { ConfigurationError, problemCodes, type Problem } from './pipeline/problem.js';
export { operators, type Operator } from './pipeline/vocabulary/operators.js';
export { readDocuments } from './extract/json/documents.js';
export { fileInput, findInputs, type Input } from './extract/bytes/input.js';
export { NoInputError } from './extract/bytes/no-input-error.js';
export { planReading } from './extract/plan/reading-plan.js';
export { documentProblems, type DocumentResult, type Extract } from './extract/extract.js';
export { listed, type Listed } from './extract/plan/listed.js';
export { decide } from './decide/decide.js';
export { RuleMemory } from './decide/rule-book.js';
export { valuesAt, type Decision, type Finding, type Sums, type Through } from './decide/decision.js';
export { openDatabase, type Database } from './load/database.js';
export { DatabaseError, databaseProblemCodes } from './load/database-error.js';
export { forget, unforget, type Erased, type Erasure } from './load/erasure/forget.js';
export { readForgotten, type Forgotten } from './load/erasure/forgotten.js';
export { readHistory, type Happening, type History } from './load/history.js';
export { loadSchool, type LoadResult } from './load/load-school.js';
export { purge, type Purged, type Retention } from './load/runs/purge.js';
export type { Patience } from './load/retrying.js';
