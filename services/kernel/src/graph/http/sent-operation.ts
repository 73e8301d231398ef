import { getOperationAST, OperationTypeNode, print, type DocumentNode } from 'graphql';

export interface SentOperation {
  readonly text: string;
  readonly isMutation: boolean;
}

const texts = new WeakMap<DocumentNode, string>();

/** A planned document is sent again and again: it is printed once. */
export function sentOperation(document: DocumentNode, operationName: string | undefined): SentOperation {
  let text = texts.get(document);
  if (text === undefined) texts.set(document, (text = print(document)));
  const isMutation = getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION;
  return { text, isMutation };
}
