import type { Caller } from '@commerce/platform/auth/caller';
import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { FieldFault } from '../execution/failures.ts';
import { type Refusals, typesOfValues } from '../execution/refusals.ts';
import type { Policy } from '../policies.ts';
import { fieldRequirements } from './field-requirements.ts';
import { refusal } from './refusal.ts';
import type { Requirement } from './requirement.ts';
import type { TypeRequirements } from './type-requirements.ts';
import { unmetRequirements } from './unmet-requirements.ts';

/** Who may see what. */
export interface Permissions {
  /** @returns what of a document the caller may not see; undefined when they may see all of it. */
  refusals(document: DocumentNode, caller: Caller): Promise<Refusals | undefined>;
  /** @returns whether what a document is answered depends on who asks. */
  isNeededFor(document: DocumentNode): boolean;
}

/**
 * Decides about fields of object types. A value is of one of those, whether its client reached it by an interface, a union, a
 * fragment or another name. A field asks for what stands at it, at the type that has it, and at the type of its value.
 */
export function createPermissions(
  required: TypeRequirements,
  apiSchema: GraphQLSchema,
  policies: ReadonlyMap<string, Policy>,
): Permissions {
  const requirementsOf = fieldRequirements(required, apiSchema);
  const documents = new WeakMap<DocumentNode, readonly Requirement[]>();
  const requirementsIn = (document: DocumentNode) => {
    let known = documents.get(document);
    if (!known) {
      known = findRequirements(apiSchema, document, requirementsOf);
      documents.set(document, known);
    }
    return known;
  };
  const numbers = new Map([...required.values()].flat().map((requirement, index) => [requirement, index]));

  return {
    isNeededFor: (document) => requirementsIn(document).length > 0,
    async refusals(document, caller) {
      if (caller.kind === 'anyone') return undefined;
      const asked = requirementsIn(document);
      const unmet = asked.length > 0 ? await unmetRequirements(asked, caller, policies) : undefined;
      if (!unmet || unmet.size === 0) return undefined;
      const isMet = (requirement: Requirement) => !unmet.has(requirement);
      const told = new Map<string, FieldFault | undefined>();
      const refusalOf = (typeName: string, field: string) => {
        const type = apiSchema.getType(typeName);
        if (!type) return undefined;
        const { all, oneOf } = requirementsOf(type, field);
        const isOpen = oneOf.length === 0 || oneOf.some((one) => one.every(isMet));
        const lacking = [...all, ...(isOpen ? [] : (oneOf[0] ?? []))].filter((one) => !isMet(one));
        return lacking.length > 0 ? refusal(`${typeName}.${field}`, caller, lacking) : undefined;
      };
      const key = [caller.kind, ...asked.filter((one) => unmet.has(one)).map((one) => numbers.get(one))].join(' ');
      return {
        key,
        of(type, field) {
          const coordinate = `${type}.${field}`;
          if (!told.has(coordinate)) told.set(coordinate, refusalOf(type, field));
          return told.get(coordinate);
        },
      };
    },
  };
}

/** All that the fields of a document ask for, each once. */
function findRequirements(
  apiSchema: GraphQLSchema,
  document: DocumentNode,
  requirementsOf: ReturnType<typeof fieldRequirements>,
): readonly Requirement[] {
  const found = new Set<Requirement>();
  const info = new TypeInfo(apiSchema);
  visit(
    document,
    visitWithTypeInfo(info, {
      Field({ name }) {
        const parent = info.getParentType();
        for (const type of parent ? typesOfValues(apiSchema, parent) : []) {
          const { all, oneOf } = requirementsOf(type, name.value);
          for (const requirement of [...all, ...oneOf.flat()]) found.add(requirement);
        }
      },
    }),
  );
  return [...found];
}
