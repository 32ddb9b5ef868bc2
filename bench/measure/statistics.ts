export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The exponent of growth: the slope of the line that fits the logarithms best. 1 is linear, 0 constant. */
export function slope(points: readonly Point[]): number {
  const logs = points.filter(({ x, y }) => x > 0 && y > 0).map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  if (logs.length < 2) return NaN;
  const mean = (of: 'x' | 'y') => logs.reduce((total, point) => total + point[of], 0) / logs.length;
  const [x, y] = [mean('x'), mean('y')];
  const over = logs.reduce((total, point) => total + (point.x - x) * (point.y - y), 0);
  return over / logs.reduce((total, point) => total + (point.x - x) ** 2, 0);
}

/** The least value such that this share of all values, from 0 to 1, is not above it. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
