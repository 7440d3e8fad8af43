import { buildSchema } from '@apollo/federation-internals';
import { withoutPermissions } from '@commerce/router/permissions/without-permissions';

/** A supergraph as Apollo's gateway takes it: it refuses one that says who may see what. */
export function stockSupergraph(supergraphSdl: string): string {
  return withoutPermissions(supergraphSdl, buildSchema(supergraphSdl, { validate: false }));
}
