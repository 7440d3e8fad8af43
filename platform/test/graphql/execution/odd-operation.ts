import { getNamedType, type GraphQLSchema, isCompositeType, isInterfaceType, isObjectType, isUnionType } from 'graphql';
import type { Random } from './random.ts';

/** A document that is valid on the odd schema: fields more than once, aliases, fragments of all kinds, arguments. */
export function oddOperation(random: Random, schema: GraphQLSchema): string {
  const fragments: string[] = [];
  const query = selection('Query', 4);
  return `query ($range: Range, $text: String, $ids: [ID!] = ["a"]) { used: __typename ${USED} ${query} } ${fragments.join(' ')}`;

  function selection(typeName: string, depth: number): string {
    const type = schema.getType(typeName);
    const parts = Array.from({ length: 1 + random.below(4) }, () => {
      if (random.often(15)) return '__typename';
      if (random.often(25) || isUnionType(type)) return fragment(typeName, depth);
      const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
      const field = random.pick(fields as [(typeof fields)[number]]);
      const inside = getNamedType(field.type);
      // One that is selected in two types under one name would have to be of one type.
      const alias = random.often(30) || !isInterfaceType(type) ? `${typeName.toLowerCase()}_${field.name}: ` : '';
      const args = field.name === 'asked' ? '(text: $text, range: $range, ids: $ids)' : '';
      if (!isCompositeType(inside)) return `${alias}${field.name}${args}`;
      return depth === 0 ? '__typename' : `${alias}${field.name}${args} { ${selection(inside.name, depth - 1)} }`;
    });
    return parts.join(' ');
  }

  function fragment(typeName: string, depth: number): string {
    const type = schema.getType(typeName);
    const isAbstract = isUnionType(type) || isInterfaceType(type);
    const inside = isAbstract ? random.pick(['Thing', 'Other', typeName]) : typeName;
    if (depth === 0 || (isUnionType(type) && inside === typeName)) return '__typename';
    const selected = selection(inside, depth - 1);
    if (random.often(20) && inside === typeName) return `... { ${selected} }`;
    if (random.often(60)) return `... on ${inside} { ${selected} }`;
    const name = `f${fragments.length}`;
    // Its place is taken before those in it take theirs.
    fragments.push(`fragment ${name} on ${inside} { ${selected} }`);
    return `...${name} ...${name}`;
  }
}

/** A document must use its variables. */
const USED = 'first: thing { asked(text: $text, range: $range, ids: $ids) }';
