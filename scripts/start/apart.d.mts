import type { ChildProcess } from 'node:child_process';

export interface ApartOptions {
  readonly root: string;
  readonly loginUrls: Readonly<Record<'licensing' | 'support' | 'billing', string>>;
  /** 0 takes any free port. */
  readonly port: number;
  readonly issuer: string;
  readonly jwksFile: string;
  /** With the key of the issuer, for members of sandboxes; without one they get no tokens. */
  readonly issuerFile?: string;
  /** Where licensing's mails go; without one they wait in their queue. */
  readonly mail?: { readonly smtpUrl: string; readonly from: string };
  readonly logLevel: string;
  /** Node's own options for a process, by its name; none unless told. */
  readonly execArgvOf?: (name: string) => readonly string[];
  readonly restarts?: Restarts;
  /** Told of a process that ended by itself and is started again; nobody unless told. */
  readonly say?: (text: string) => void;
  /** Told of one that goes on ending: it is not started again. */
  readonly giveUp?: (text: string) => void;
}

/** How one that ended is started again. */
export interface Restarts {
  /** Before the first start again; each further one waits twice as long. */
  readonly firstPauseMs?: number;
  readonly longestPauseMs?: number;
  /** One that ends more often within a minute is given up. */
  readonly endsAtMost?: number;
}

/** A process of the house. */
export interface Part {
  readonly name: string;
  /** The one that runs now: another after it ended by itself. */
  readonly child: ChildProcess;
  /** Resolves when the process is ready; rejects when it ends before. */
  readonly url: Promise<string>;
}

export interface PartOptions extends Restarts {
  readonly name: string;
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
  readonly say?: (text: string) => void;
  readonly giveUp?: (text: string) => void;
}

export interface Apart {
  readonly endpoint: string;
  readonly parts: readonly Part[];
  readonly stop: () => Promise<void>;
}

/** Gateway and subgraphs as four processes that end with this one. */
export function openApart(options: ApartOptions): Promise<Apart>;
export function startPart(options: PartOptions): Part;
export function stopParts(parts: readonly Part[]): Promise<void>;
