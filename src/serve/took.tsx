import { counted } from '../pipeline/text/counted.js';
import { schoolsIn, type RunLine } from '../browse/runs.js';

/** How long a whole run took, as an entry of a list. */
export function Took({ run }: { readonly run: RunLine }) {
  const { startedAt, finishedAt } = run;
  return (
    <>
      <dt>The whole run</dt>
      <dd>
        {counted(schoolsIn(run), 'school')}
        {finishedAt === null ? ', not ended' : `, ${seconds(startedAt, finishedAt)} seconds`}
      </dd>
    </>
  );
}

function seconds(from: string, until: string): string {
  return ((Date.parse(until) - Date.parse(from)) / 1000).toFixed(1);
}
