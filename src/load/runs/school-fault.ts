import type { DocumentFault } from '../../extract/extract.js';

/** Why nothing came of a school though its document is right. */
export type RunFaultCode =
  'older-extract' | 'faulty-rules' | 'database' | 'second-time' | 'moved-since' | 'job-gone' | 'unexpected';

/** Why nothing came of a school, as it is noted beside its counts. */
export type SchoolFault = DocumentFault | { readonly code: RunFaultCode };
