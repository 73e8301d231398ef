import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { refusal } from './refusal.js';
import type { DocumentLimits } from './limits.js';

type ScanLimits = Pick<DocumentLimits, 'tokens' | 'nesting' | 'aliases' | 'directives'>;

/**
 * Counts over the tokens of a text, before it is parsed: the parser recurses once per bracket, so twenty
 * thousand of them would overflow the stack before any rule could look at the tree.
 */
export function scan(text: string, limits: ScanLimits): GraphQLError | null {
  const lexer = new Lexer(new Source(text));
  const counted = { tokens: 0, nesting: 0, parentheses: 0, aliases: 0, directives: 0 };
  for (;;) {
    const kind = nextKind(lexer);
    if (kind instanceof GraphQLError) return kind;
    if (kind === TokenKind.EOF) return null;
    counted.tokens += 1;
    count(kind, counted);
    if (counted.tokens > limits.tokens) return refusal(`The document has more than ${limits.tokens} tokens.`);
    if (counted.nesting > limits.nesting) return refusal(`The document nests deeper than ${limits.nesting}.`);
    if (counted.aliases > limits.aliases)
      return refusal(`The document has more than ${limits.aliases} aliases.`);
    if (counted.directives > limits.directives) {
      return refusal(`The document has more than ${limits.directives} directives.`);
    }
  }
}

function nextKind(lexer: Lexer): TokenKind | GraphQLError {
  try {
    return lexer.advance().kind;
  } catch (fault) {
    if (fault instanceof GraphQLError) return fault;
    throw fault;
  }
}

interface Counted {
  nesting: number;
  parentheses: number;
  aliases: number;
  directives: number;
}

const opening = new Set([TokenKind.PAREN_L, TokenKind.BRACE_L, TokenKind.BRACKET_L]);
const closing = new Set([TokenKind.PAREN_R, TokenKind.BRACE_R, TokenKind.BRACKET_R]);

function count(kind: TokenKind, counted: Counted): void {
  if (opening.has(kind)) counted.nesting += 1;
  else if (closing.has(kind)) counted.nesting -= 1;
  if (kind === TokenKind.PAREN_L) counted.parentheses += 1;
  else if (kind === TokenKind.PAREN_R) counted.parentheses -= 1;
  else if (kind === TokenKind.AT) counted.directives += 1;
  // Within parentheses a colon belongs to an argument or a variable; outside only an alias has one.
  else if (kind === TokenKind.COLON && counted.parentheses <= 0) counted.aliases += 1;
}
