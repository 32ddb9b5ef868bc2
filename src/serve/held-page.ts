import { heldKinds, type HeldKind } from '../browse/held-items.js';
import { groupingsOf, readHeldOfKind } from '../browse/held-review.js';
import type { Store } from '../load/dialect.js';
import { readHold, type StoredHold } from '../load/hold/stored-hold.js';
import { kindsOf } from '../pipeline/pipeline.js';
import { searchIn } from './asked.js';
import { differencesOf } from './differences.js';
import { HeldPage, type AskedHeld, type ShownHeld } from './pages/held.js';
import { partOf } from './parts.js';
import type { Visit } from './route.js';
import type { SchoolVisit } from './routes/school-page.js';
import { may } from './visitor.js';

/** Names take less room than rows. */
const namesAtATime = 200;

/** @param said why a form changed nothing, and what was typed in it */
export async function heldPage(
  { store, school, line, place }: SchoolVisit,
  visit: Visit,
  said: { readonly refusal: string | null; readonly typed: string },
) {
  const { pipeline, query, visitor } = visit;
  const hold = await readHold(store, school);
  const kinds = hold === null ? [] : heldKinds(pipeline, hold);
  const asked = askedIn(visit);
  const of = kindAsked(kinds, asked);
  const whole = hold === null || of === null ? null : await readShown(store, visit, { school, hold, of }, asked);
  const { page, pages, part } = partOf(query.page(), whole?.total ?? 0, namesAtATime);
  const shown = whole === null ? null : { ...whole, ones: whole.ones.slice(part.offset, part.offset + part.limit) };
  const token = hold !== null && may(visitor, 'editor') ? visit.token() : null;
  const differences = line.pausedUntil === null ? null : differencesOf(visit.configuration, school);
  return HeldPage({ place, line, hold, differences, kinds, asked, shown, page, pages, token, ...said });
}

/** What an address asks of it. */
export function askedIn({ pipeline, query }: Visit): AskedHeld {
  const kind = query.oneOf(
    'kind',
    kindsOf(pipeline).map(({ name }) => name),
  );
  return { kind, by: query.text('by') || null, search: searchIn(query) };
}

/** People before what they are in, and these before links. */
function kindAsked(kinds: readonly HeldKind[], { kind }: AskedHeld): HeldKind | null {
  const some = kinds.filter(({ records }) => records > 0);
  return some.find((of) => of.kind.name === kind) ?? some[0] ?? null;
}

async function readShown(
  store: Store,
  { pipeline, query }: Visit,
  what: { readonly school: string; readonly hold: StoredHold; readonly of: HeldKind },
  { by, search }: AskedHeld,
): Promise<ShownHeld> {
  const { of } = what;
  const groupings = groupingsOf(pipeline, of.kind);
  if (by !== null && by !== 'none' && !groupings.some(({ name }) => name === by)) query.refuse('by');
  const grouping = by === 'none' ? null : (groupings.find(({ name }) => name === by) ?? groupings[0] ?? null);
  const { ones, groups } = await readHeldOfKind(store, pipeline, what, { grouping, search });
  return { of, groupings, grouping, groups, ones, total: ones.length };
}
