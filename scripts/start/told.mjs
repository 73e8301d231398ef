// What scripts read of running starts. Each tells in a file of its own, and `.run/demo.json` is that of the start which
// came last among those that run: one that ends leaves what is true of the others, or nothing.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Resolves to what takes it back. A start holds a lock for as long as it lives, since the process id of a dead one may
 * belong to a stranger by now. Tokens open the demo's data, so the files are private.
 */
export async function tellOthers(folder, told, name = String(process.pid)) {
  const { holdNow, inTurn } = await import('@mainstay/kernel/embedded/only-one');
  const { readIfThere, writePrivate } = await import('@mainstay/kernel/embedded/private-file');
  const starts = join(folder, 'starts');
  const turn = join(folder, 'starts.turn');
  const demo = join(folder, 'demo.json');

  const isRunning = (one) => {
    const hold = holdNow(join(starts, `${one}.lock`));
    hold?.release();
    return hold === null;
  };
  const remove = (one) => {
    for (const ending of ['json', 'lock']) rmSync(join(starts, `${one}.${ending}`), { force: true });
  };
  const toldBy = (one) => {
    const path = join(starts, `${one}.json`);
    return { text: readIfThere(path), sinceMs: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
  };
  const tellOfLast = () => {
    const names = readdirSync(starts).filter((file) => file.endsWith('.json'));
    const all = names.map((file) => file.slice(0, -'.json'.length));
    const running = all.filter((one) => isRunning(one) || remove(one));
    const last = running.map(toldBy).sort((a, b) => b.sinceMs - a.sinceMs)[0];
    if (last === undefined) rmSync(demo, { force: true });
    else writePrivate(demo, last.text);
  };

  const hold = await inTurn(turn, async () => {
    const held = holdNow(join(starts, `${name}.lock`));
    writePrivate(join(starts, `${name}.json`), `${JSON.stringify(told, null, 2)}\n`);
    tellOfLast();
    return held;
  });
  return () =>
    inTurn(turn, async () => {
      hold?.release();
      remove(name);
      tellOfLast();
    });
}
