const state = ({ state: named, nextAt }) =>
  ({ GAVE_UP: 'given up', TRIED_AGAIN: `again at ${nextAt}`, BEHIND: 'behind another', DUE: 'due' })[named];

export const deliveryColumns = {
  state,
  service: ({ service }) => service,
  consumer: ({ consumer }) => consumer,
  vendor: ({ vendorId }) => vendorId,
  event: ({ eventId }) => eventId,
  type: ({ type }) => type,
  aggregate: ({ aggregate }) => aggregate,
  attempts: ({ attempts }) => String(attempts),
  'last fault': ({ lastFault }) => lastFault ?? '-',
  since: ({ since }) => since,
};

/** By the tenant's clock it was due; all else is by the real one. */
export const workColumns = {
  state,
  service: ({ service }) => service,
  vendor: ({ vendorId }) => vendorId,
  kind: ({ kind }) => kind,
  key: ({ key }) => key,
  due: ({ dueAt }) => dueAt,
  attempts: ({ attempts }) => String(attempts),
  'last fault': ({ lastFault }) => lastFault ?? '-',
  since: ({ since }) => since ?? '-',
};

/** A line for each row, in columns as wide as what stands in them. */
export function tableOf(columns, rows) {
  const lines = [
    Object.keys(columns),
    ...rows.map((row) => Object.values(columns).map((read) => printable(read(row)))),
  ];
  const widths = Object.keys(columns).map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  return lines
    .map((line) =>
      line
        .map((text, at) => text.padEnd(widths[at]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What stands in a row must not steer the terminal that shows it. */
export function printable(text) {
  return text.replaceAll(/\p{Cc}/gu, '?');
}
