/** Which fields of an entity are wanted: those that are named, and of a list of objects those of its entries. */
export type Fields<Entity> = {
  readonly [Field in keyof Entity]?: NonNullable<Entity[Field]> extends readonly (infer Entry extends object)[]
    ? Fields<Entry>
    : true;
};

/**
 * An entity of which some fields were read. Each is named, and undefined when it was not read: who forgets that does not
 * compile, and neither does who forgets a field.
 */
export type Read<Entity, Always extends keyof Entity = 'id' & keyof Entity> = {
  [Field in keyof Entity]: Field extends Always ? Entity[Field] : ReadValue<Entity[Field]> | undefined;
};

type ReadValue<Value> = Value extends readonly (infer Entry extends object)[] ? Read<Entry>[] : Value;
