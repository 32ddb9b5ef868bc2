import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const [algorithm, nonceBytes, tagBytes] = ['aes-256-gcm', 12, 16] as const;

/**
 * Encrypts a text, for one use of it.
 * @param use it is opened for no other
 */
export function seal(key: Buffer, text: string, use: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(use));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Null if it was encrypted by another key, for another use, or not at all. */
export function open(key: Buffer, sealed: Buffer, use: string): string | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  const [nonce, rest] = [sealed.subarray(0, nonceBytes), sealed.subarray(nonceBytes)];
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(use));
  decipher.setAuthTag(rest.subarray(0, tagBytes));
  try {
    return decipher.update(rest.subarray(tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}
