/** A random GUID. `crypto.randomUUID` is missing on a plain-HTTP address in the store's network. */
export function newGuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * One key per intent: pressing again with the same content after no answer came repeats the same
 * request, which the server recognises; other content is a new request.
 */
export class IdempotencyKeys {
  readonly #keys = new Map<string, string>();

  for(content: unknown): string {
    const intent = JSON.stringify(content);
    const key = this.#keys.get(intent) ?? newGuid();
    this.#keys.set(intent, key);
    return key;
  }
}
