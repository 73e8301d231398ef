const columns = {
  state: ({ state, nextAt }) =>
    ({ GAVE_UP: 'given up', TRIED_AGAIN: `again at ${nextAt}`, BEHIND: 'behind another', DUE: 'due' })[state],
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

/** A line for each delivery, in columns as wide as what stands in them. */
export function tableOf(rows) {
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
function printable(text) {
  return text.replaceAll(/\p{Cc}/gu, '?');
}
