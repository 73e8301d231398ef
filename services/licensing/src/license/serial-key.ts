/** A hardware key's serial as it is compared: printed with or without spaces and dashes, in any case. */
export function serialKey(serial: string): string {
  return serial.replaceAll(/[\s-]/g, '').toUpperCase();
}
