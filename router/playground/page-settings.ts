/** What the page of the playground is told: the page's own code reads it in this form. */
export interface PageSettings {
  /** Where operations are sent: a path. */
  endpoint: string;
  examples: readonly Example[];
  /** Whom somebody at the page may be; empty where nobody gives tokens. */
  people: readonly { id: string; name: string }[];
}

/** An operation that the playground offers. */
export interface Example {
  /** Its file's name: `order-detail`. */
  name: string;
  /** The operation's own name, by which a request names it: `OrderDetail`. */
  operation: string;
  /** The team that its first line names. */
  owner: string;
  /** What its second line says it is for. */
  purpose: string;
  query: string;
  /** JSON, in which `<a product's id>` and `<a new key>` are to be filled in. */
  variables: string;
  isMutation: boolean;
  /** As `costs.yaml` has it; absent where it has nothing on it. */
  cost?: Cost;
}

/** What an operation costs the cores and their stores. */
export interface Cost {
  /** RPCs, by method. */
  rpcs: Readonly<Record<string, number>>;
  /** SQL statements, by store. */
  statements: Readonly<Record<string, number>>;
}

/** What the first page is told when it is loaded. */
export interface FirstPageSettings {
  /** Of this project, and of Node.js. */
  version: string;
  node: string;
  operations: readonly Omit<Example, 'query' | 'variables'>[];
}

/** What the page of a text is told. */
export interface DocsSettings {
  /** From the project's root: `docs/graph.md`. */
  path: string;
  markdown: string;
}

/** What the first page asks for again and again. */
export interface SystemState {
  /** Of a router that was started by itself: itself, and the subgraphs that it asks. */
  parts: readonly PartState[];
  supergraph: { id: string; since: string } | undefined;
  /** URL of the router's metrics. */
  metrics: string | undefined;
}

/** How a part of the system is. */
export interface PartState {
  /** `order core` */
  name: string;
  kind: 'router' | 'graph' | 'core' | 'issuer';
  /** The names of the parts that it asks. */
  asks: readonly string[];
  /**
   * answers, refuses: its readiness cannot be asked for, and to a question it gives an answer, or something else; down: it
   * does not answer.
   */
  state: 'ready' | 'answers' | 'waiting' | 'refuses' | 'down';
  /** In words, as its readiness has it. */
  waitsFor: readonly string[];
}
