import type { SchoolLine } from '../browse/school-list.js';
import { dayIn } from '../pipeline/guard/day.js';
import type { Visit } from './route.js';

/** Of a school's name; a file's name may have 255 bytes. */
const longestName = 60;

/** What a download is called: several of them lie in one folder, of several schools and days. */
export function fileName(
  what: string,
  { school, name }: Pick<SchoolLine, 'school' | 'name'>,
  { pipeline, now }: Pick<Visit, 'pipeline' | 'now'>,
): string {
  const of = [...(name ?? school)].slice(0, longestName).join('');
  return `${what} ${of} ${dayIn(pipeline.timezone, now())}`;
}

/**
 * The header that says a download's name: whole for browsers of today, and for others without what is not ASCII.
 * RFC 6266, RFC 8187.
 */
export function attachment(name: string): string {
  const safe = name.replace(/[\s/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}]+/gu, '-');
  const plain = safe
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\w.]+/g, '-');
  const whole = encodeURIComponent(safe).replace(
    /['()!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"${plain === safe ? '' : `; filename*=UTF-8''${whole}`}`;
}
