import type { CompiledField } from './compiled.ts';

/** `Type.field`, as errors name it. */
export function coordinateOf({ parentType, definition }: CompiledField): string {
  return `${parentType.name}.${definition.name}`;
}
