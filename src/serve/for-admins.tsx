import type { ComponentChildren } from 'preact';
import { may, type Visitor } from './visitor.js';

interface Props {
  readonly visitor: Visitor;
  readonly summary?: string;
  readonly children: ComponentChildren;
}

/** The names of rules and files, for those who look after them: they say nothing to a school's office. */
export function ForAdmins({ visitor, summary = 'Details', children }: Props) {
  if (!may(visitor, 'admin')) return null;
  return (
    <details>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}
