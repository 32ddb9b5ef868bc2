import { relative, sep } from 'node:path';
import type { Decision } from '../decide/decision.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';

/**
 * The decision with the places of its rules relative to the pipeline: two machines that have it in two folders write
 * the same findings.
 */
export function withRelativePlaces(decision: Decision, { folder }: Pick<Configuration, 'folder'>): Decision {
  if (folder === '.') return decision;
  const places = new Map<Place, Place>();
  const placeOf = (place: Place | null): Place | null => {
    // What comes from the command line is in no file.
    if (place === null || place.file.startsWith('--')) return place;
    const known = places.get(place) ?? { ...place, file: relative(folder, place.file).split(sep).join('/') };
    places.set(place, known);
    return known;
  };
  return { ...decision, findings: decision.findings.map((finding) => ({ ...finding, place: placeOf(finding.place) })) };
}
