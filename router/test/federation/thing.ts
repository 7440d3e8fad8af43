/** An object as resolvers see it: its type, or the interface object that stands for it, and its number. */
export interface Thing {
  __typename: string;
  type: string;
  n: number;
  /** What the parent's field required, by the subgraph that did: the fields of this subgraph alone depend on it. */
  required: Record<string, unknown>;
}

/** A field of one object that fails, or gives null or a list whose first item fails. */
export interface Fault {
  coordinate: string;
  n: number;
  how: 'throw' | 'null' | 'item';
}

export interface World {
  /**
   * A field's value, which is the same wherever it is asked for: it depends on the object's type and number, on the
   * arguments, and on what the field requires.
   *
   * @param required what each subgraph requires for the field.
   * @param subgraph where it is asked for, or undefined for the whole.
   * @throws the error of a fault.
   */
  value(thing: Thing, field: string, args: object, required: Record<string, unknown>, subgraph?: string): unknown;
  /** The object that a representation means to a subgraph; undefined when its keys fit none. */
  find(type: string, representation: Record<string, unknown>, subgraph: string): Thing | undefined;
}
