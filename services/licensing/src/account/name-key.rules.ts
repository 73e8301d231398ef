/** A company's name as it is compared and sorted: the same letters in any case and composition are one. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
