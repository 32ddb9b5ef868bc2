import { addresses } from './addresses.js';
import type { PagePlace } from './place.js';
import { may } from './visitor.js';

/** A page that every page of the same school, or of none, leads to. */
export interface Item {
  readonly label: string;
  readonly at: string;
}

/** Pages that belong together; those without a heading are by themselves. */
export interface Group {
  readonly heading: string | null;
  /** Whether the heading is the name of a school. */
  readonly isSchool?: boolean;
  readonly items: readonly Item[];
}

export function navigation({ pipeline, school, visitor }: Omit<PagePlace, 'at'>): readonly Group[] {
  if (!may(visitor, 'viewer')) return [];
  const schools = { label: 'Schools', at: addresses.schools };
  const audit = { label: 'Who did what', at: addresses.audit };
  const morning = { label: 'This morning', at: addresses.morning };
  if (school === null)
    return [
      {
        heading: null,
        items: [
          morning,
          schools,
          { label: 'Runs', at: addresses.allRuns },
          { label: 'Rules', at: addresses.baseRules },
          ...(may(visitor, 'admin') && visitor.schools === null
            ? [{ label: 'Accounts', at: addresses.accounts }, audit]
            : []),
        ],
      },
    ];
  return [
    { heading: null, items: [schools] },
    {
      heading: school.name ?? school.id,
      isSchool: true,
      items: [{ label: 'Overview', at: addresses.school(school.id) }],
    },
    {
      heading: 'Data',
      items: pipeline.records.map((kind) => ({ label: kind.label, at: addresses.list(school.id, kind) })),
    },
    {
      heading: 'What is wrong',
      items: [
        { label: 'Not coming through', at: addresses.notThrough(school.id) },
        { label: 'To correct', at: addresses.toCorrect(school.id) },
      ],
    },
    {
      heading: 'More',
      items: [
        { label: 'Runs', at: addresses.runs(school.id) },
        { label: 'Rules', at: addresses.rules(school.id) },
      ],
    },
  ];
}
