/** One way to answer clients, in a process of its own. */
export interface SetUp {
  name: string;
  pid: number;
  /** The subgraphs that it asks, which are processes of their own. */
  graphs: number[];
  url: string;
  /** What each request has beside its body. */
  headers(): Promise<Record<string, string>>;
  stop(): Promise<unknown>;
}
