/** Crockford's base 32, as every code of the house is written. */
export const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As many symbols as asked for, from the first bits of the bytes. */
export function written(bytes: Uint8Array, count: number): string {
  let text = '';
  for (let place = 0; place < count; place += 1) {
    let value = 0;
    for (let bit = place * 5; bit < place * 5 + 5; bit += 1)
      value = (value << 1) | (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
    text += symbols.charAt(value);
  }
  return text;
}

/** The same check symbol that activation codes have: it finds every single slip and every exchange. */
export function checkSymbol(payload: string): string {
  let check = 0;
  for (const symbol of payload) {
    const shifted = (check ^ symbols.indexOf(symbol)) << 1;
    check = shifted & 32 ? shifted ^ 37 : shifted;
  }
  return symbols.charAt(check);
}

/** As codes are compared: without spaces and dashes, and without letters that look like digits. */
export function normalized(text: string): string {
  return text
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}
