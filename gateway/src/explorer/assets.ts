import type { IncomingHttpHeaders } from 'node:http';

/** A static file that anybody may load: it holds no data and asks the graph with its reader's own token. */
export interface Asset {
  /** 200 unless told. */
  readonly status?: number;
  readonly body: Buffer | string;
  readonly contentType: string;
  /** Written over the gateway's own headers, e.g. a content security policy that lets its scripts run. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The explorer's files by path; null for a path that is not one of them. */
export type AssetSource = (
  pathname: string,
  headers: Pick<IncomingHttpHeaders, 'accept-encoding'>,
) => Promise<Asset | null>;
