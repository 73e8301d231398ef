/** The order of Semantic Versioning 2.0.0, clause 11, written from its text and not from the kernel's. */
export function precedes(first: string, second: string): boolean {
  return order(first, second) < 0;
}

export function isPrerelease(version: string): boolean {
  return split(version).identifiers.length > 0;
}

export function majorOf(version: string): number {
  return Number(version.slice(0, version.indexOf('.')));
}

function order(first: string, second: string): number {
  const [left, right] = [split(first), split(second)];
  for (const place of [0, 1, 2]) {
    const difference = Number(left.core[place]) - Number(right.core[place]);
    if (difference !== 0) return difference;
  }
  const [less, more] = [left.identifiers, right.identifiers];
  if (less.length === 0 && more.length === 0) return 0;
  if (less.length === 0) return 1;
  if (more.length === 0) return -1;
  for (let place = 0; ; place++) {
    const [a, b] = [less[place], more[place]];
    if (a === undefined || b === undefined) return less.length - more.length;
    if (a !== b) return identifierOrder(a, b);
  }
}

function split(version: string): { core: string[]; identifiers: string[] } {
  const plain = version.split('+', 1)[0] ?? '';
  const dash = plain.indexOf('-');
  if (dash < 0) return { core: plain.split('.'), identifiers: [] };
  return { core: plain.slice(0, dash).split('.'), identifiers: plain.slice(dash + 1).split('.') };
}

function identifierOrder(first: string, second: string): number {
  const [firstIsNumber, secondIsNumber] = [isNumber(first), isNumber(second)];
  if (firstIsNumber && secondIsNumber) {
    // Digits of one length compare as they are read; of two lengths the longer number is the greater.
    return first.length - second.length || (first < second ? -1 : 1);
  }
  if (firstIsNumber !== secondIsNumber) return firstIsNumber ? -1 : 1;
  return first < second ? -1 : 1;
}

function isNumber(identifier: string): boolean {
  return !/[^0-9]/.test(identifier);
}
