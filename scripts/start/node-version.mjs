// Imported first by every entry point, and written so that an old Node can read it: without it the first new thing
// used somewhere deep would be the message.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 17)) {
  console.error(
    `Mainstay needs Node 22.17 or newer and this is ${process.versions.node} (${process.execPath}).\n` +
      'Run it through npm (`npm start`, `npm test`): npm finds the pinned Node among the packages.\n' +
      'If that is what you did, the pinned Node is missing: run `npm ci` without --omit=optional.',
  );
  process.exit(1);
}
