import type { Simulated } from './night.js';

/** Hours and minutes, or minutes and seconds. */
export function durationWords(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${String(hours)} h ${String(minutes)} min` : `${String(minutes)} min ${String(whole % 60)} s`;
}

/** How busy the database, its log and the source were, how many schools were begun again, and how many requests refused. */
export function nightCells({ busy, begun, loaded, tooMany }: Simulated): string[] {
  const shares = [busy.database, busy.log, busy.source].map((share) => `${String(Math.round(share * 100))} %`);
  return [...shares, String(begun - loaded.length), String(tooMany)];
}
