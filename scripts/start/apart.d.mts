export interface ApartParts {
  readonly root: string;
  readonly loginUrls: Readonly<Record<'licensing' | 'support' | 'billing', string>>;
  /** 0 takes any free port. */
  readonly port: number;
  readonly issuer: string;
  readonly jwksFile: string;
  readonly logLevel: string;
}

/** Gateway and subgraphs as four processes that end with this one. */
export function openApart(
  parts: ApartParts,
): Promise<{ readonly endpoint: string; readonly stop: () => Promise<void> }>;
