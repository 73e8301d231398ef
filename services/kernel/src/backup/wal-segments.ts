const name = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/;
const perLog = 0x1_0000_0000;

/** Whether a file in pg_wal holds log and is not a history or a half-written one. */
export function isSegment(file: string): boolean {
  return name.test(file);
}

/** Names of the log's files from the first to the last, both included, as a server names them. */
export function segmentsBetween(first: string, last: string, segmentBytes: number): string[] {
  const [from, to] = [placeOf(first, segmentBytes), placeOf(last, segmentBytes)];
  if (from.timeline !== to.timeline)
    throw new Error('The server was promoted during the backup. Take another one.');
  if (to.number < from.number)
    throw new Error(`The log would end with ${last} before it begins with ${first}.`);
  return Array.from({ length: to.number - from.number + 1 }, (_, index) =>
    nameOf(from.timeline, from.number + index, segmentBytes),
  );
}

function placeOf(file: string, segmentBytes: number): { timeline: string; number: number } {
  const [, timeline, log, segment] = name.exec(file) ?? [];
  if (timeline === undefined || log === undefined || segment === undefined)
    throw new Error(`${file} is no name of a file of the log.`);
  return {
    timeline,
    number: Number.parseInt(log, 16) * (perLog / segmentBytes) + Number.parseInt(segment, 16),
  };
}

function nameOf(timeline: string, number: number, segmentBytes: number): string {
  const each = perLog / segmentBytes;
  return timeline + hex(Math.floor(number / each)) + hex(number % each);
}

function hex(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, '0');
}
