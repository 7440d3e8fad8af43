import { expect, test } from 'vitest';
import { boundsRules } from '../../conformance/bounds-rules.ts';
import { readSchema } from '../../conformance/subgraph-schema.ts';

function places(sdl: string): string[] {
  const schema = readSchema(sdl);
  return boundsRules.flatMap(({ problemsOf }) => problemsOf(schema)).map((problem) => problem.split(': ')[0] ?? '');
}

test('an argument that says nothing of what the core takes breaks a rule, and so does the field of an input', () => {
  const sdl = `type Query { teas(first: Int, "Which tea." id: ID, names: [String!]!, input: TeaInput): Tea }
    type Tea { similar(name: String!): Tea }
    input TeaInput { "A name." name: String!, ids: [ID!] }`;
  expect(places(sdl)).toEqual([
    'Query.teas(first:)',
    'Query.teas(id:)',
    'Query.teas(names:)',
    'Tea.similar(name:)',
    'TeaInput.name',
    'TeaInput.ids',
  ]);
});

test('one that says it keeps the rule, and so does what has no bounds or is an object', () => {
  const sdl = `type Query {
      teas("100 at most." first: Int, "A UUID." id: ID, "A cursor of it." after: String, isGreen: Boolean, price: Float, input: TeaInput): Tea
    }
    type Tea { name: String, ids: [ID!] }
    input TeaInput { "1 to 200 characters." name: String!, colour: TeaColour }
    enum TeaColour { GREEN }`;
  expect(places(sdl)).toEqual([]);
});
