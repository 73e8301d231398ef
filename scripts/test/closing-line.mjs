/** Ends the run with one plain line that needs no knowledge of jest to be read. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
    // A file that could not run at all holds no failed test, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    this.line = `${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
    process.stdout.write(`${this.line}\n`);
  }
}
