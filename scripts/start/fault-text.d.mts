/** What a start at a port says of why it failed. */
export function faultText(error: unknown, port: number): string;
