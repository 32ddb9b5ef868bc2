import type { Pipeline } from '../../pipeline/pipeline.js';
import { schoolText } from './text.js';
import { escapeXml } from '../writers/escape-xml.js';
import type { Format } from './format.js';
import { title } from './headline.js';
import type { ReportedSchool } from './report.js';
import { printable } from '../../words/words.js';

/**
 * A case a school, red only where the school failed: its mistakes are for the school to mend, and no operator can turn
 * them green. They stand in the case's output.
 */
export const junit: Format = {
  name: 'junit',
  write: ({ schools }, pipeline) => {
    const counts = `tests="${String(schools.length)}" failures="${String(schools.filter(isFailed).length)}" errors="0"`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="pullthrough" ${counts}>`,
      `<testsuite name="report" ${counts}>`,
      ...schools.map((school) => testCase(school, pipeline)),
      '</testsuite>',
      '</testsuites>',
      '',
    ].join('\n');
  },
};

function isFailed({ status }: ReportedSchool): boolean {
  return status === 'failed';
}

function testCase(school: ReportedSchool, pipeline: Pipeline): string {
  const name = title(school)
    .map(({ text }) => text)
    .join('');
  const body = isFailed(school)
    ? `<failure message="${xml(school.reason ?? '')}"/>`
    : `<system-out>${schoolText(school, pipeline).split('\n').map(xml).join('\n')}</system-out>`;
  return `<testcase classname="pullthrough.report" name="${xml(name)}">${body}</testcase>`;
}

/** What no terminal should get, no CI's page should either. */
function xml(text: string): string {
  return escapeXml(printable(text));
}
