import type { Checked } from '../../pipeline/lint/check-configuration.js';
import { problemCodes, severityOfProblem } from '../../pipeline/problem.js';
import type { Format } from '../format.js';
import { inertJson } from '../writers/inert.js';
import { sentence } from './problem-words.js';

export const sarif: Format<Checked> = { name: 'sarif', meaning: 'SARIF 2.1.0, for code scanning', write: checkSarif };

function checkSarif({ problems }: Checked): string {
  const codes = [...new Set(problems.map(({ code }) => code))].sort();
  const driver = {
    name: 'pullthrough',
    rules: codes.map((code) => ({ id: code, shortDescription: { text: problemCodes[code] } })),
  };
  const results = problems.map((problem) => ({
    ruleId: problem.code,
    level: severityOfProblem(problem),
    message: { text: sentence(problem) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: problem.file.split('\\').join('/') },
          region: { startLine: problem.line, startColumn: problem.column },
        },
      },
    ],
  }));
  const head = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0' };
  return `${inertJson({ ...head, runs: [{ tool: { driver }, results }] }, 2)}\n`;
}
