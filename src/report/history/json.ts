import type { Happening, History } from '../../load/history.js';

/** What `history --json` prints; the keys are promised to scripts (docs/json.md). */
export function historyAsJson({ events, ...history }: History, withValues: boolean): unknown {
  return { ...history, events: events.map((event) => eventAsJson(event, withValues)) };
}

/** Values belong to people, and are given only to someone who asks for them. */
function eventAsJson({ fields, ...event }: Happening, withValues: boolean): unknown {
  return { ...event, fields: Object.keys(fields), ...(withValues ? { values: fields } : {}) };
}
