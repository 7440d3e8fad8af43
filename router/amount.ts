import { type ASTNode, BREAK, visit } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** A number that is known, or what makes it of a request's variables. */
export type Amount = number | ((variables: Variables) => number);

export function valueOf(amount: Amount, variables: Variables): number {
  return typeof amount === 'number' ? amount : amount(variables);
}

/** What `join` makes of several; known at once where all of them are. */
export function combine(amounts: readonly Amount[], join: (numbers: number[]) => number): Amount {
  const known = amounts.filter((amount) => typeof amount === 'number');
  if (known.length === amounts.length) return join(known);
  return (variables) => join(amounts.map((amount) => valueOf(amount, variables)));
}

/** An amount that is asked for where another one is not 0. */
export function unlessNone(times: Amount, amount: Amount): Amount {
  if (typeof times === 'number') return times === 0 ? 0 : amount;
  return (variables) => (valueOf(times, variables) === 0 ? 0 : valueOf(amount, variables));
}

/** What `make` makes of a request's variables; known at once where no variable is in these parts of its document. */
export function amountOf(parts: readonly ASTNode[], make: (variables: Variables) => number): Amount {
  return parts.some(hasVariable) ? make : make({});
}

function hasVariable(part: ASTNode): boolean {
  let found = false;
  visit(part, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}
