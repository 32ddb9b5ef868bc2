import { escapeXml } from './escape-xml.js';

/** What came of a case; nothing if it is well. */
interface JunitOutcome {
  readonly failure?: { readonly message: string; readonly text?: string };
  /** Why it counts as neither. */
  readonly skipped?: string;
  readonly output?: string;
}

export interface JunitCase extends JunitOutcome {
  readonly classname: string;
  readonly name: string;
}

/** A suite of cases as CI reads it: JUnit's XML. */
export function junitSuite(name: string, cases: readonly JunitCase[], maySkip = false): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const counts = `tests="${String(cases.length)}" failures="${String(failures)}" errors="0"`;
  const skipped = cases.filter((one) => one.skipped !== undefined).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="pullthrough" ${counts}>`,
    `<testsuite name="${name}" ${counts}${maySkip ? ` skipped="${String(skipped)}"` : ''}>`,
    ...cases.map(testCase),
    '</testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ classname, name, ...outcome }: JunitCase): string {
  const head = `<testcase classname="${escapeXml(classname)}" name="${escapeXml(name)}"`;
  const body = bodyOf(outcome);
  return body === '' ? `${head}/>` : `${head}>${body}</testcase>`;
}

function bodyOf({ failure, skipped, output }: JunitOutcome): string {
  if (failure !== undefined) {
    const head = `<failure message="${escapeXml(failure.message)}"`;
    return failure.text === undefined ? `${head}/>` : `${head}>${escapeXml(failure.text)}</failure>`;
  }
  if (skipped !== undefined) return `<skipped message="${escapeXml(skipped)}"/>`;
  return output === undefined ? '' : `<system-out>${escapeXml(output)}</system-out>`;
}
