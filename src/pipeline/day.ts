const day = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether there is such a day: YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const match = day.exec(text);
  if (match === null) return false;
  const [, year, month, date] = match.map(Number) as [number, number, number, number];
  const last = month >= 1 && month <= 12 ? new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate() : 0;
  return date >= 1 && date <= last;
}
