/** Whether a text may be an e-mail address. */

export function isAddress(text: string): boolean {
  return /^[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]+$/.test(text.trim());
}
