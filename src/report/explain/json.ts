import { fileAndLine } from '../../pipeline/text/place-text.js';
import type { Finding } from '../../decide/decision.js';
import type { Explanation, Reason } from '../../explain/explanation.js';

/**
 * What `explain --json` prints; the keys are promised to scripts (docs/json.md, schemas/explain.schema.json).
 * @param account null if it is from the last run, which notes neither rules nor what gave values
 */
export function explanationAsJson(
  explanation: Explanation,
  account: { readonly rules: readonly object[]; readonly values: readonly object[] } | null,
): object {
  const { school, kind, id, from, through, why, fixes, ifWrong, searchedAll, gaveUp, joined, noted } = explanation;
  return {
    school,
    kind,
    id,
    found: true,
    from,
    through,
    why: why.map(reasonAsJson),
    fixes,
    ifWrong,
    searchedAll,
    gaveUp,
    joined,
    noted: noted.map(notedAsJson),
    rules: account?.rules ?? null,
    values: account?.values ?? null,
  };
}

function reasonAsJson({
  rule,
  because,
  fix,
  place,
  of,
  options,
  field,
  position,
  ranks,
  why,
  cut,
  saw,
}: Reason): object {
  return {
    rule,
    because,
    fix,
    ...fileAndLine(place),
    of,
    options,
    field,
    ...(position === undefined ? {} : { position }),
    ...(ranks === undefined ? {} : { ranks }),
    ...(saw === null ? {} : { saw }),
    why: why.map(reasonAsJson),
    ...(cut ? { cut } : {}),
  };
}

function notedAsJson({ severity, rule, because, fix, field, position, causeKind, causeId }: Finding): object {
  const other = severity === 'duplicate' ? { other: { kind: causeKind, id: causeId } } : {};
  return { severity, rule, because, fix, field, position, ...other };
}
