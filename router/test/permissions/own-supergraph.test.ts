import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from '@apollo/federation-internals';
import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { fieldRequirements } from '../../permissions/field-requirements.ts';
import { typeRequirements } from '../../permissions/type-requirements.ts';

// Whoever adds a root field, or one that leads to accounts and orders, decides who may see it.

test('of this project, nobody without a token reads more than what is for sale', () => {
  const supergraph = readFileSync(join(import.meta.dirname, '../../../supergraph.graphql'), 'utf8');
  const schema = buildSchema(supergraph, { validate: false });
  const apiSchema = schema.toAPISchema().toGraphQLJSSchema();
  const requirementsOf = fieldRequirements(typeRequirements(schema), apiSchema);
  const open = ['Query', 'Mutation', 'Account', 'Order', 'Product'].flatMap((name) => {
    const type = apiSchema.getType(name);
    return isObjectType(type)
      ? Object.keys(type.getFields()).flatMap((field) =>
          requirementsOf(type, field).all.length === 0 ? [`${name}.${field}`] : [],
        )
      : [];
  });
  expect(open.toSorted()).toEqual([
    'Product.archived',
    'Product.createdAt',
    'Product.description',
    'Product.id',
    'Product.name',
    'Product.price',
    'Product.unitPrice',
    'Product.version',
    'Query.product',
    'Query.products',
    'Query.productsConnection',
  ]);
});
