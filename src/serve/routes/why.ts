import { recordIdOf } from '../../explain/explanation.js';
import { answerFromLastRun } from '../../report/explain/answer-last-run.js';
import { doubtedChoices } from '../../report/explain/doubted-choices.js';
import { keysOfSchool } from '../../report/findings/of-last-run.js';
import { addresses } from '../addresses.js';
import { lookUpsFor } from '../names-for.js';
import { NoticePage, notices } from '../pages/notice.js';
import { WhyPage, type ShownAnswer } from '../pages/why.js';
import { ofSchool } from '../place.js';
import { readAsked, type AskedRecord } from '../asked.js';
import type { Route, Visit } from '../route.js';

/** Why one record or link comes through or not: from the last run, or with `values=yes` from the extract. */
export const why: readonly Route[] = [
  {
    method: 'GET',
    path: '/schools/:school/why',
    needs: 'viewer',
    answer: async (visit) => {
      const at = await visit.db.readingBriefly((store) => ofSchool(store, visit));
      const asked = readAsked(visit.pipeline, visit.query);
      if (at === null || asked === null) return null;
      const place = { ...at.place, at: addresses.notThrough(at.line.school) };
      const { pipeline, visitor, lookUps } = visit;
      const token = lookUpsFor(visit) === null ? null : visit.token();
      if (lookUps !== undefined && token === null && visit.query.isYes('values'))
        return { page: NoticePage({ pipeline, visitor }, notices.refused), status: 403 };
      const hasExtracts = lookUps !== undefined;
      return { page: WhyPage({ place, asked, token, hasExtracts, shown: await answerTo(visit, asked) }) };
    },
  },
];

async function answerTo(visit: Visit, { kind, id }: AskedRecord): Promise<ShownAnswer> {
  const { db, pipeline, params, query } = visit;
  const lookUps = lookUpsFor(visit);
  const school = params.school ?? '';
  const nothing = { answer: null, at: null, wasHeld: false, doubted: [], names: null, reason: null, lacking: null };
  const isAsked = query.isYes('values');
  if (id === null) return nothing;
  const isFromExtract = lookUps !== null && isAsked;
  const looked = isFromExtract ? await lookUps.of(db, school) : null;
  if (looked?.lookUp != null) {
    const { lookUp } = looked;
    const answer = await lookUp.answer(kind, id);
    // Somebody may have typed a name instead of the id: only an id that exists is kept.
    const known = answer.explanation === null ? {} : { recordId: recordIdOf({ kind: kind.name, id }) };
    await visit.note({ what: 'look-up', school, kind: kind.name, ...known, detail: 'explanation with values' });
    return { ...nothing, answer, at: lookUp.at, names: lookUp.names() };
  }
  const found = await db.readingBriefly((store) => answerFromLastRun(store, pipeline, school, kind, id));
  const why = found?.answer.explanation?.why ?? [];
  const doubted = doubtedChoices(why, found?.warnings ?? [], keysOfSchool(visit.configuration, school));
  return { ...nothing, ...found, doubted, reason: looked?.reason ?? null };
}
