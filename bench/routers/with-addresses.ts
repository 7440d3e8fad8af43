/** A supergraph whose subgraphs are at other addresses, by their names. */
export function withAddresses(supergraph: string, addresses: Readonly<Record<string, string>>): string {
  return supergraph.replaceAll(
    /(@join__graph\(name: "(\w+)", url: )"[^"]*"/g,
    (_graph, before: string, name: string) => `${before}"${addresses[name]}"`,
  );
}
