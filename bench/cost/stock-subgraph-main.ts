/** A program: a domain's graph as Apollo's documentation starts one. Arguments: the domain, its core's address, the port. */
import { type StockName, startStockSubgraph } from './stock-subgraph.ts';

const [, , name = '', core = '', port] = process.argv;
await startStockSubgraph(name as StockName, core, Number(port));
