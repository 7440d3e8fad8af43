/** What chooses the form of all systems that the tests start: see README.md. */
export const EMBEDDED_GRAPHS: string | undefined = process.env['EMBEDDED_GRAPHS'];

/** How a deployment is made: with subgraphs in processes of their own, or in the routers', which are edges then. */
export type Form = 'apart' | 'edges';

export const FORM: Form = EMBEDDED_GRAPHS === 'true' ? 'edges' : 'apart';
