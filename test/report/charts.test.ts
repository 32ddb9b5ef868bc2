import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRunId } from '../../src/load/runs/run-ids.js';
import { Plot } from '../../src/report/html/plot.js';
import { renderPage } from '../../src/report/html/render.js';
import { NightBars } from '../../src/serve/night-bars.js';
import { Sparkline } from '../../src/serve/sparkline.js';

const textsIn = (html: string): string[] =>
  [...html.matchAll(/<(?:text|span)[^>]*>([^<]*)</g)].map(([, text = '']) => text);

test('a plot begins at 0, and its axis says where it begins and ends', () => {
  const day = (at: number) => ({ at, label: String(at) });
  const points = [
    { at: 1, value: 50 },
    { at: 2, value: 100 },
  ];
  const html = renderPage(Plot({ id: 'x', title: 'Students', description: 'x', points, from: day(1), until: day(2) }));
  assert.deepEqual(textsIn(html).slice(1, 3), ['0', '100']);
  const lines = [...html.matchAll(/<line [^>]*y1="([\d.]+)"/g)].map(([, y]) => Number(y));
  const [bottom = 0, top = 0] = lines;
  const path = /class="plot-line" d="M[\d.]+,([\d.]+)/.exec(html);
  assert.equal(Number(path?.[1]), (bottom + top) / 2, 'half of the most is half as high');
});

test('the line beside a school begins at 0, so one more of many is no cliff', () => {
  const id = (day: number) => newRunId(new Date(Date.UTC(2026, 10, day)), 'x');
  const points = [
    { runId: id(1), notThrough: 99 },
    { runId: id(2), notThrough: 100 },
  ];
  const html = renderPage(Sparkline({ points, timezone: 'UTC' }));
  const [first, last] = [...(/ d="([^"]*)"/.exec(html)?.[1] ?? '').matchAll(/,([\d.]+)/g)].map(([, y]) => Number(y));
  assert.ok(Math.abs((first ?? 0) - (last ?? 0)) < 0.2, html);
});

test('bars begin at 0 and are as high as what they count', () => {
  const night = (day: string, failed: number) => ({
    day,
    run: null,
    runs: 0,
    troubled: { failed, held: 0, unseen: 0 },
  });
  const html = renderPage(NightBars({ days: [night('2026-11-19', 1), night('2026-11-20', 4)] }));
  const bars = [...html.matchAll(/class="bar-failed" x="\d+" y="([\d.]+)" width="\d+" height="([\d.]+)"/g)].map(
    ([, y, height]) => [Number(y), Number(height)] as const,
  );
  assert.deepEqual(bars.slice(-2), [
    [72, 24],
    [0, 96],
  ]);
  assert.match(html, /<span>4<\/span><span>2<\/span><span>0<\/span>/);
});
