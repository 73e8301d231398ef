/** Removes all that starts of a checkout have kept; refused, with an exit code, while one runs. */
export function reset(root: string, say: (text: string) => void): Promise<void>;
