import { svg, text, width } from './svg.js';
import { rate } from './words.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** Whether to draw it as ours, so that it stands out. */
  readonly isOurs: boolean;
}

const left = 230;
const right = 90;
const top = 40;
const step = 24;

/** Bars of rates from left to right; longer is faster. The scale is logarithmic if the values are far apart. */
export function bars(title: string, all: readonly Bar[], scale: 'linear' | 'logarithmic'): string {
  const most = Math.max(...all.map(({ value }) => value));
  const least = Math.min(...all.map(({ value }) => value)) / 2;
  const share = (value: number): number =>
    scale === 'linear' ? value / most : Math.log(value / least) / Math.log(most / least);
  const parts = all.flatMap(({ name, value, isOurs }, at) => {
    const y = top + at * step;
    const length = Math.max(1, share(value) * (width - left - right));
    return [
      text(left - 8, y + 14, name, 'text-anchor="end"'),
      `<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${step - 6}" fill="${isOurs ? '#2a6f97' : '#b8c4cc'}"/>`,
      text(left + length + 6, y + 14, rate(value)),
    ];
  });
  return svg(title, top + all.length * step + 10, parts);
}
