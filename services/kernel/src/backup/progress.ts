/** Says how far a copy has come, in tenths of the whole. */
export function progressOf(verb: string, wholeBytes: number, say: (text: string) => void) {
  let done = 0;
  let told = 0;
  return (bytes: number): void => {
    done += bytes;
    const tenth = wholeBytes === 0 ? 10 : Math.min(10, Math.floor((done * 10) / wholeBytes));
    if (tenth === told) return;
    told = tenth;
    say(`${verb} ${megabytes(done)} of ${megabytes(Math.max(done, wholeBytes))}`);
  };
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
