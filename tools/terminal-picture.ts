import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { escapeXml } from '../src/report/writers/escape-xml.js';

/** SVG draws several ordinary spaces as one. */
const noBreak = '\u00a0';

/** Of a character, in pixels, in a monospaced font of 14 pixels. */
const [width, height] = [8.43, 19];

/**
 * Draws what `npm start` prints, on a machine where nothing was loaded before.
 *
 * @param folder to run in: the output names the database as it is called there
 * @param to the SVG file
 */
export function drawNpmStart(folder: string, to: string): void {
  mkdirSync(folder, { recursive: true });
  for (const path of ['pipeline.yaml', 'rules', 'examples']) cpSync(path, join(folder, path), { recursive: true });
  const output = execFileSync(process.execPath, [resolve('dist/src/cli/bin.js'), 'run'], {
    cwd: folder,
    encoding: 'utf8',
  });
  writeFileSync(to, picture(['$ npm start', ...output.trimEnd().split('\n')]));
}

function picture(lines: readonly string[]): string {
  const columns = Math.max(...lines.map((line) => line.length));
  const [wide, high] = [Math.ceil(columns * width) + 32, lines.length * height + 32];
  const drawn = lines.map(
    (line, at) =>
      `<text x="16" y="${String(16 + (at + 0.75) * height)}">${escapeXml(line).replaceAll(' ', noBreak)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(wide)} ${String(high)}" role="img">
<title>What npm start prints</title>
<rect width="100%" height="100%" rx="8" fill="#17181b"/>
<g fill="#ececf0" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
${drawn.join('\n')}
</g>
</svg>
`;
}
