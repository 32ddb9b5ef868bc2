/** With the time in front, so ids sort by it: 20261120T020000000Z-ab12cd. */
export function newRunId(now: Date, random: string): string {
  return `${runsBefore(now)}-${random}`;
}

const edit = 'edit-';

/** Takes the place of a run's id in `changes`. */
export function newEditId(now: Date, random: string): string {
  return `${edit}${newRunId(now, random)}`;
}

export function byEdit(runId: string): boolean {
  return runId.startsWith(edit);
}

/** The ids of runs from before a time are less than this. */
export function runsBefore(time: Date): string {
  return time.toISOString().replace(/[-:.]/g, '');
}

/** The ids of all edits are in this span, without its end. */
export const edits = { from: edit, until: 'edit.' } as const;

/** Those from before a time are in this one. */
export function editsBefore(time: Date): { from: string; until: string } {
  return { from: edit, until: `${edit}${runsBefore(time)}` };
}

/** When a run began, or an edit was made: its id outlives the row that says so. */
export function timeOfRunId(id: string): string | null {
  const at = /^(?:edit-)?(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-/.exec(id);
  if (at === null) return null;
  const [, year, month, day, hour, minute, second, millisecond] = at;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.${millisecond}Z`;
}
