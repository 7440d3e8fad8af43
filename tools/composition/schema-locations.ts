import type { DefinitionNode, DocumentNode, Location } from 'graphql';

/** Where a schema says what a coordinate stands for: `Order`, `Order.account`, `Query.order.id`, `OrderStatus.PLACED`. */
export interface SchemaLocation {
  coordinate: string;
  loc: Location;
}

/** All that a schema defines, and extends, in the order of its text. */
export function schemaLocations(document: DocumentNode): SchemaLocation[] {
  return document.definitions.flatMap(locationsIn);
}

function locationsIn(definition: DefinitionNode): SchemaLocation[] {
  if (!('name' in definition) || !definition.name) return [];
  const type = definition.name.value;
  const fields = 'fields' in definition ? (definition.fields ?? []) : [];
  const values = 'values' in definition ? (definition.values ?? []) : [];
  return [
    ...at(type, definition),
    ...[...fields, ...values].flatMap((part) => {
      const coordinate = `${type}.${part.name.value}`;
      const args = 'arguments' in part ? (part.arguments ?? []) : [];
      return [
        ...at(coordinate, part),
        ...args.flatMap((argument) => at(`${coordinate}.${argument.name.value}`, argument)),
      ];
    }),
  ];
}

function at(coordinate: string, { loc }: { readonly loc?: Location | undefined }): SchemaLocation[] {
  return loc ? [{ coordinate, loc }] : [];
}
