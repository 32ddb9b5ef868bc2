import type { Format } from '../format.js';
import { annotations, github as ofRun } from '../run/github.js';
import type { PlannedRun } from './planned-run.js';
import { heldInPlan } from './text.js';

export const github: Format<PlannedRun> = {
  ...ofRun,
  write: ({ report, places }) => annotations(report, (school) => heldInPlan(school, places.releaseOf(school))),
};
