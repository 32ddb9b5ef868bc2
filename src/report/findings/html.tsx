import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Format } from '../format.js';
import { source, title, verdict } from './headline.js';
import { documentOf } from '../html/document.js';
import { ReportTable } from '../html/report-table.js';
import { shown } from '../html/shown.js';
import { Words } from '../html/words.js';
import type { FindingsReport, ReportedSchool } from './report.js';
import { partsOf, Point } from './points.js';
import { otherTablesOf, partHeadings } from './tables.js';

const heading = 'What did not come through';

export const html: Format<FindingsReport> = {
  name: 'html',
  meaning: 'one self-contained page, to read, print or send',
  write: ({ schools, pipeline }) =>
    documentOf({
      title: heading,
      children: (
        <>
          <h1>{heading}</h1>
          {schools.length > 1 && <Overview schools={schools} />}
          {schools.map((school, index) => (
            <School school={school} index={index} pipeline={pipeline} />
          ))}
        </>
      ),
    }),
};

/** With many schools, where to look first. */
function Overview({ schools }: { readonly schools: readonly ReportedSchool[] }) {
  return (
    <table>
      <caption>Schools</caption>
      <thead>
        <tr>
          <th scope="col">School</th>
          <th scope="col">To correct</th>
        </tr>
      </thead>
      <tbody>
        {schools.map((school, index) => (
          <tr>
            <th scope="row">
              <a href={`#${anchor(index)}`}>
                <Words of={title(school)} />
              </a>
            </th>
            <td>{school.status === 'failed' ? 'Failed.' : shown(verdict(school))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A number, so that no text from outside is ever in an attribute. */
function anchor(index: number): string {
  return `school-${String(index + 1)}`;
}

interface SchoolProps {
  readonly school: ReportedSchool;
  readonly index: number;
  readonly pipeline: Pipeline;
}

function School({ school, index, pipeline }: SchoolProps) {
  return (
    <section id={anchor(index)}>
      <h2>
        <Words of={title(school)} />
      </h2>
      {school.status === 'failed' ? (
        <p class="failed">Failed: {shown(school.reason ?? '')}</p>
      ) : (
        <>
          <p>
            <Words of={source(school)} /> {shown(verdict(school))}
          </p>
          {partsOf(school)
            .filter(({ groups }) => groups.length > 0)
            .map(({ who, note, first, groups }) => (
              <>
                <h3>{partHeadings[who].title}</h3>
                <p>{note}</p>
                <ol class="points" start={first}>
                  {groups.map((group) => (
                    <Point
                      {...{ pipeline, group }}
                      report={school}
                      anchor={`${anchor(index)}-${group.anchor}`}
                      level={4}
                    />
                  ))}
                </ol>
              </>
            ))}
          {otherTablesOf(school, pipeline).map((table) => (
            <ReportTable table={table} />
          ))}
        </>
      )}
    </section>
  );
}
