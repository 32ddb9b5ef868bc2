import { source, verdict } from '../../report/headline.js';
import { ReportTable } from '../../report/html/report-table.js';
import { shown } from '../../report/html/shown.js';
import { Words } from '../../report/html/words.js';
import type { ReportedSchool } from '../../report/report.js';
import { tablesOf } from '../../report/tables.js';
import { Page } from '../layout.js';
import type { SchoolPlace } from '../place.js';

interface Props {
  readonly place: SchoolPlace;
  readonly report: ReportedSchool;
}

export const notThroughTitle = 'Not coming through';

/** Who does not come through and why, by ids: personal data of those who do not is not kept. */
export function NotThroughPage({ place, report }: Props) {
  return (
    <Page place={place} title={notThroughTitle}>
      <h1>{notThroughTitle}</h1>
      {report.status === 'failed' ? (
        <p class="failed">{shown(report.reason ?? '')}</p>
      ) : (
        <p>
          <Words of={source(report)} /> {shown(verdict(report))}
        </p>
      )}
      {report.status !== 'failed' &&
        tablesOf(report, place.pipeline).map((table) => <ReportTable table={table} level={2} />)}
    </Page>
  );
}
