export { createClient } from './client.js';
export type { AttemptReport, CallOptions, Client, ClientOptions, TokenProvider } from './client.js';
export type { Timer } from './attempt.js';
export {
  ConflictError,
  ConnectionError,
  ForbiddenError,
  InputError,
  InternalError,
  isTransient,
  MainstayError,
  RateLimitedError,
  TimeoutError,
  UnauthenticatedError,
  UnavailableError,
} from './errors.js';
export type { ErrorFacts, FieldPath } from './errors.js';
export { operation } from './operation.js';
export type { Operation, PagedOperation, TypedText } from './operation.js';
export { paginate } from './paginate.js';
export type { Pages, PageVariables } from './paginate.js';
export * from './operations.generated.js';
