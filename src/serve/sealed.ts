import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const [algorithm, nonceBytes, tagBytes] = ['aes-256-gcm', 12, 16] as const;

/**
 * Encrypts a text or bytes, for one use of it.
 * @param use it is opened for no other
 */
export function seal(key: Buffer, content: string | Buffer, use: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(use));
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** The text; null if it was encrypted by another key, for another use, or not at all. */
export function open(key: Buffer, sealed: Buffer, use: string): string | null {
  return openBytes(key, sealed, use)?.toString('utf8') ?? null;
}

/** The same of bytes. */
export function openBytes(key: Buffer, sealed: Buffer, use: string): Buffer | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  const [nonce, rest] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes)];
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(use));
  decipher.setAuthTag(rest.subarray(0, tagBytes));
  try {
    return Buffer.concat([decipher.update(rest.subarray(tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}
