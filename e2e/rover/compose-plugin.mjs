#!/usr/bin/env node
// `rover supergraph compose` downloads a plugin that composes, and runs `<plugin> compose <file>`. This one speaks the same
// way and composes with the same library, in the version that federation_version names, so that the test needs no download.
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import YAML from 'yaml';

const { subgraphs } = YAML.parse(readFileSync(process.argv[3], 'utf8'));
const services = Object.entries(subgraphs).map(([name, { routing_url: url, schema }]) => ({
  name,
  url,
  typeDefs: parse(schema.sdl),
}));
const { errors, hints = [], supergraphSdl } = composeServices(services);
const answer = errors
  ? {
      Err: {
        build_errors: errors.map(({ message, extensions }) => ({
          message,
          code: extensions.code,
          type: 'composition',
        })),
      },
    }
  : { Ok: { supergraphSdl, hints: hints.map(({ message, definition }) => ({ message, code: definition.code })) } };
process.stdout.write(JSON.stringify(answer));
