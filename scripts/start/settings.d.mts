/** What a start takes from the environment; rejects with a `ConfigFault` that names every bad variable and no value. */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly logLevel: string }>;
