import type { EffectiveConfiguration } from '../../pipeline/configuration.js';
import { ConfigurationError, type Problem } from '../../pipeline/problem.js';
import { deviations } from '../../report/config/view.js';
import { addresses } from '../addresses.js';
import { FaultyRulesPage } from '../pages/faulty-rules.js';
import { RulesPage } from '../pages/rules.js';
import { ofSchool } from '../place.js';
import type { Route, Visit } from '../route.js';

export const rules: readonly Route[] = [
  {
    method: 'GET',
    path: '/rules',
    needs: 'viewer',
    answer: ({ configuration, pipeline, visitor, howOld }) => {
      const place = { pipeline, visitor, school: null, at: addresses.baseRules };
      const effective = configuration.effective(null);
      return Promise.resolve({ page: RulesPage({ place, effective, differences: [], howOld }) });
    },
  },
  {
    method: 'GET',
    path: '/schools/:school/rules',
    needs: 'viewer',
    answer: async (visit) => {
      const found = await visit.db.readingBriefly((store) => ofSchool(store, visit));
      if (found === null) return null;
      const { school } = found.line;
      const place = { ...found.place, at: addresses.rules(school) };
      const read = readRules(visit, school);
      if ('problems' in read)
        return { page: FaultyRulesPage({ place, problems: read.problems, howOld: visit.howOld }) };
      const differences = deviations(visit.configuration.effective(null), read.effective);
      return { page: RulesPage({ place, effective: read.effective, differences, howOld: visit.howOld }) };
    },
  },
];

function readRules(
  { configuration }: Visit,
  school: string,
): { readonly effective: EffectiveConfiguration } | { readonly problems: readonly Problem[] } {
  try {
    return { effective: configuration.effective(school) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { problems: error.problems };
  }
}
