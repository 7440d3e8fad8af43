import type { Question } from './question.ts';

interface Row {
  question: Question;
  cells: string[];
}

/** @param people the columns. @returns docs/who-may.md. */
export function pageOf(people: string[], { fields, rpcs }: { fields: Row[]; rpcs: Row[] }): string {
  const graph = tableOf(
    ['Field', 'The schema asks for', ...people],
    fields.map(({ question: { name, needs }, cells }) => [`\`${name}\``, needs === '' ? '–' : needs, ...cells]),
  );
  const cores = tableOf(
    ['RPC', ...people],
    rpcs.map(({ question: { name }, cells }) => [`\`${name}\``, ...cells]),
  );
  return `${INTRODUCTION}\n## Through the router\n\n${graph}\n\n## Of a core itself\n\n${CORES}\n${cores}\n`;
}

function tableOf(header: string[], rows: string[][]): string {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const INTRODUCTION = `# Who may do what

With \`AUTH_JWKS\`, as it is: \`e2e/who-may/who-may.test.ts\` asks a running system for each field of \`Query\` and
\`Mutation\`, each field that the schema protects, and each RPC, in the name of each of the columns. It reads from the
schema and the protos what there is to ask: \`npm test -- e2e/who-may -u\` writes this page again.

- **nobody** sends no token; so does a part of the system that has none of a caller to hand on.
- **Ada** and **Grace** are customers with an account and an order each; **somebody new** has a token, and no account yet.
- A **scope** is that of a member of staff who has no other, and no account either.
- **a service** is a program with a token of its own, whose scopes are \`accounts:read orders:read orders:write\`.

What is named in parentheses is the id that it is asked by, of what Ada has, what Grace has, and what the shop opened itself;
of products, of one on sale and one that is archived. A cell says which of them came, or \`all\`; or ✓ where there is only one
thing to get, or the code where none came. \`nothing\` is null or an empty list, as for what does not exist.
`;

const CORES = `The cores decide by the row. Whoever reaches one, which certificates can forbid, gets no more than this:
`;
