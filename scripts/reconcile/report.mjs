/** What was found, in the order in which it is told. */
const states = {
  MISSING: 'missing',
  DIFFERENT: 'different',
  UNKNOWN: 'unknown',
  ON_ITS_WAY: 'on its way',
  HELD: 'given up',
};
const shownAtMost = 20;

/** Counts findings of one consumer and keeps the first of each state: a database may differ in every row. */
export function newReport({ producer, consumer }) {
  const counts = Object.fromEntries(Object.keys(states).map((state) => [state, 0]));
  const shown = Object.fromEntries(Object.keys(states).map((state) => [state, []]));
  let compared = 0;
  let sent = 0;
  return {
    found(finding) {
      counts[finding.state] += 1;
      if (finding.sent) sent += 1;
      if (shown[finding.state].length < shownAtMost) shown[finding.state].push(finding);
    },
    /** Returns how many there were till now. */
    compared: (count) => (compared += count),
    counts: () => ({ ...counts, sent }),
    lines() {
      const told = Object.entries(states).map(([state, word]) => `${counts[state]} ${word}`);
      const rows = Object.entries(states).flatMap(([state, word]) =>
        rowsOf(word, shown[state], counts[state]),
      );
      return [`${consumer}: ${compared} facts of ${producer} compared: ${told.join(', ')}`, ...rows];
    },
  };
}

function rowsOf(word, findings, count) {
  const rows = findings.map(
    ({ mirror, vendorId, id, sent }) =>
      `  ${word.padEnd(10)}  ${mirror}  ${printable(vendorId)}  ${printable(id)}${sent ? '  sent' : ''}`,
  );
  return count > findings.length ? [...rows, `  and ${count - findings.length} more ${word}`] : rows;
}

/** What stands in a row must not steer the terminal that shows it. */
function printable(text) {
  return text.replaceAll(/\p{Cc}/gu, '?');
}

/** What a person may do about it, for all consumers together. */
export function adviceOf(all, send) {
  const sum = (state) => all.reduce((total, counts) => total + counts[state], 0);
  const lacking = sum('MISSING') + sum('DIFFERENT');
  const advice = [];
  if (lacking > 0 && !send)
    advice.push('What is missing or different is sent by: npm run reconcile -- --send');
  if (sum('sent') > 0)
    advice.push(
      `${sum('sent')} sent: a running house delivers them within some seconds, else the next start does`,
    );
  if (sum('ON_ITS_WAY') > 0)
    advice.push('What is on its way is delivered by the running house; ask again when it was.');
  if (sum('HELD') > 0)
    advice.push('What was given up, or waits behind it, waits for a person: npm run events -- list');
  if (sum('UNKNOWN') > 0)
    advice.push(
      'What is unknown to its producer is never removed: the producer was put back to a point before it was made.',
    );
  const left = (send ? 0 : lacking) + sum('HELD') + sum('UNKNOWN');
  return { advice, left };
}
