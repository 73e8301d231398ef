interface Host {
  readonly versions: { readonly node: string };
  readonly execPath: string;
  readonly stderr: { write(text: string): unknown };
  exit(code: number): unknown;
}

const needed = [22, 17] as const;

/** Without it, the first new thing used somewhere deep would be the message. False when this Node is too old. */
export function refuseOldNode(host: Host): boolean {
  const [major = 0, minor = 0] = host.versions.node.split('.').map(Number);
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return true;
  host.stderr.write(
    `Mainstay needs Node ${needed.join('.')} or newer and this is ${host.versions.node} (${host.execPath}).\n`,
  );
  host.exit(1);
  return false;
}
