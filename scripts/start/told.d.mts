/** Tells scripts of a start in `folder`; resolves to what takes it back. Its process names it unless told. */
export function tellOthers(folder: string, told: object, name?: string): Promise<() => Promise<void>>;
