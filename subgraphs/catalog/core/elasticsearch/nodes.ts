/** Where the nodes of a cluster are, and as whom they are asked, as Elasticsearch's client takes them. */
interface Nodes {
  nodes: string[];
  auth?: { username: string; password: string };
}

/**
 * Reads ELASTICSEARCH_URL. The client puts the URL of a node into its errors, so it gets them without the password.
 *
 * @param urls of one node or of several, with commas between them; all have the same user, if any.
 */
export function nodesOf(urls: string): Nodes {
  const all = urls.split(',').map((url) => new URL(url));
  const [username = '', password = ''] = all[0] ? [all[0].username, all[0].password].map(decodeURIComponent) : [];
  const nodes = all.map((url) => {
    url.username = '';
    url.password = '';
    return url.href;
  });
  return { nodes, ...(username !== '' && { auth: { username, password } }) };
}
