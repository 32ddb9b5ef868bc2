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
  section,
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
    ...(position === undefined ? {} : { position, ...sectionAsJson(section) }),
    ...(ranks === undefined ? {} : { ranks }),
    ...(saw === null ? {} : { saw }),
    why: why.map(reasonAsJson),
    ...(cut ? { cut } : {}),
  };
}

/** Only of a kind that is read from several. */
export function sectionAsJson(section: string | null | undefined): { readonly section?: string } {
  return section === null || section === undefined ? {} : { section };
}

function notedAsJson({ severity, rule, because, fix, field, position, section, causeKind, causeId }: Finding): object {
  const other = severity === 'duplicate' ? { other: { kind: causeKind, id: causeId } } : {};
  return { severity, rule, because, fix, field, position, ...sectionAsJson(section), ...other };
}
