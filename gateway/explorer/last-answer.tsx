import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import type { Access } from './access.js';
import type { Cost } from './graph.js';

export interface LastAnswerProps {
  readonly access: Access | null;
  readonly cost: Cost | null;
}

/** Below the answer: what it cost. An answer given to one asker is not left standing for the next. */
export function LastAnswer({ access, cost }: LastAnswerProps) {
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  const answered = useRef(access);
  useEffect(() => {
    if (answered.current === access) return;
    answered.current = access;
    responseEditor?.setValue('');
  }, [access, responseEditor]);
  return (
    <p className="cost" role="status" aria-label="Cost of the last answer">
      {cost === null ? 'No cost yet' : `Cost ${amount(cost.requested)} of at most ${amount(cost.maximum)}`}
    </p>
  );
}

function amount(value: number): string {
  return value.toLocaleString('en-US');
}
