import { GraphQLError } from 'graphql';

/** Every code that leaves the house; anything else is masked as INTERNAL. */
export type FaultCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'CONFLICT'
  | 'CLOCK_ADVANCING'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

/** A failure that its asker may read: the message names no value, address or statement. */
export class UserFault extends GraphQLError {
  readonly code: FaultCode;

  constructor(code: FaultCode, message: string, options: { field?: string } = {}) {
    super(message, {
      extensions: { code, ...(options.field === undefined ? {} : { field: options.field }) },
    });
    this.name = 'UserFault';
    this.code = code;
  }
}
