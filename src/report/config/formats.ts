import type { Format } from '../format.js';
import { inert, inertJson } from '../writers/inert.js';
import { html } from './html.js';
import { configurationAsJson, deviationsAsJson } from './json.js';
import { schoolListAsText, type ListedSchool } from './school-list.js';
import { configurationAsText, deviationsAsText } from './text.js';
import { deviations, type ShownConfiguration } from './view.js';

function inTwo<Reported>(text: (reported: Reported) => string, json: (reported: Reported) => object) {
  return [
    { name: 'text', meaning: 'for people', write: (reported) => inert(text(reported)) },
    { name: 'json', meaning: 'for scripts', write: (reported) => `${inertJson(json(reported))}\n` },
  ] satisfies Format<Reported>[];
}

const whole = inTwo<ShownConfiguration>(
  ({ effective, pipeline }) => configurationAsText(effective, pipeline),
  ({ effective, pipeline }) => configurationAsJson(effective, pipeline),
);

export const configFormats: readonly Format<ShownConfiguration>[] = [...whole, html];

/** Of `--diff`. */
export const differenceFormats: readonly Format<ShownConfiguration>[] = inTwo(
  ({ base, effective, pipeline }) => deviationsAsText(effective, deviations(base, effective), pipeline),
  ({ base, effective, pipeline }) => deviationsAsJson(effective, deviations(base, effective), pipeline),
);

/** Of `--schools`. */
export const schoolListFormats: readonly Format<readonly ListedSchool[]>[] = inTwo(schoolListAsText, (schools) => ({
  schools,
}));
