/** What a person can mend where the start lies; a folder below one that only reads is said not to be there. */
const ofTheDisk = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT']);

function isOfTheDisk({ code, syscall, message }) {
  return (
    ofTheDisk.has(code) ||
    (code === 'ENOENT' && syscall === 'mkdir') ||
    /No space left on device/.test(message)
  );
}

/** What a start that failed says: a line where somebody can mend it, and all that is known where it is ours to find. */
export function faultText(error, port) {
  if (!(error instanceof Error)) return String(error);
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken. Take another: npm start -- --port ${port + 1}`;
  // Faults of configuration are written to be read.
  if (error.name === 'ConfigFault') return error.message;
  if (isOfTheDisk(error))
    return `${error.message.trim()}\nA start keeps data and keys on the disk, in .run and, for root, in /var/tmp: let it write there, and see that there is room.`;
  return error.stack ?? error.message;
}
