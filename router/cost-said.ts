import { type ASTNode, type ConstDirectiveNode, Kind } from 'graphql';

/** @returns what `@cost` says at a place of the schema; undefined where it says nothing, or no number. */
export function costSaid(
  node: (ASTNode & { directives?: readonly ConstDirectiveNode[] | undefined }) | null | undefined,
): number | undefined {
  const said = node?.directives?.find(({ name }) => COST.test(name.value))?.arguments?.[0]?.value;
  // Apollo's is a whole number, IBM's a text.
  if (said?.kind !== Kind.STRING && said?.kind !== Kind.INT && said?.kind !== Kind.FLOAT) return undefined;
  const cost = Number(said.value);
  return said.value !== '' && Number.isFinite(cost) ? cost : undefined;
}

/** With a prefix where no subgraph imports it by its name. */
const COST = /^((cost|federation)__)?cost$/;
