/** A program: Apollo's gateway and server as their documentation starts them. Arguments: the supergraph's file, the port. */
import { readFile } from 'node:fs/promises';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { stockSupergraph } from './stock-supergraph.ts';

const [, , supergraphFile = '', port] = process.argv;
const supergraph = await readFile(supergraphFile, 'utf8');
const gateway = new ApolloGateway({ supergraphSdl: stockSupergraph(supergraph) });
await startStandaloneServer(new ApolloServer({ gateway }), { listen: { port: Number(port), host: '127.0.0.1' } });
