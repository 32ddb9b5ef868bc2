import type { Options, RecordKind, School, State } from './rules.js';
import { RECORD_KINDS, failingRecordRules } from './rules.js';

export interface HeldIn {
  kind: RecordKind;
  id: string;
}

/**
 * The largest set in which every criterion holds: everything is in, and every pass judges all that is in by the state
 * at its start, until a pass takes nothing out. What is held in stays whatever its rules say.
 */
export function solve(
  school: School,
  options: Options,
  held: readonly HeldIn[] = [],
): { state: State; rounds: number } {
  let state = everythingIn(school);
  for (let rounds = 0; ; rounds++) {
    const next = everythingIn(school);
    let changed = false;
    for (const kind of RECORD_KINDS) {
      for (const item of school[kind]) {
        const isHeld = held.some((one) => one.kind === kind && one.id === item.id);
        const wasIn = state[kind].has(item.id);
        const staysIn = isHeld || (wasIn && failingRecordRules(kind, item, school, state, options).length === 0);
        if (!staysIn) next[kind].delete(item.id);
        if (wasIn && !staysIn) changed = true;
      }
    }
    if (!changed) return { state, rounds };
    state = next;
  }
}

function everythingIn(school: School): State {
  const ids = (kind: RecordKind) => new Set(school[kind].map((item) => item.id));
  return {
    students: ids('students'),
    contacts: ids('contacts'),
    teachers: ids('teachers'),
    classes: ids('classes'),
    groups: ids('groups'),
  };
}
