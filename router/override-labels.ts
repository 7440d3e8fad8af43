import { log } from '@commerce/platform/log';
import { Kind, parse, visit } from 'graphql';
import { z } from 'zod';

/** `OVERRIDE_LABELS`: the labels that are on for every request. */
export const configuredLabels = z
  .string()
  .transform((text) => text.split(',').map((label) => label.trim()))
  .refine((labels) => labels.every((label) => LABEL.test(label) || percentOf(label) !== undefined))
  .describe('labels of @override, such as fast-lane,percent(5)');

/** As composition lets a label be. */
const LABEL = /^[a-zA-Z][\w\-:./]*$/;

/** Which subgraph answers the fields that move, for one request. */
export interface Overrides {
  /** Whether the new owner answers the fields with a label: what the planner takes as `overrideConditions`. */
  conditions: Map<string, boolean>;
  /** The labels that are on. The plans of one operation differ only where this does. */
  key: string;
}

/**
 * Decides who answers the fields with `@override(from:, label:)`
 * (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives#progressive-override).
 * `percent(n)` is on for n of 100 requests. Another label is on when it is configured, and so is a `percent(n)` that is.
 *
 * A request draws one number for all its labels: whoever gets the fields of `percent(5)` gets those of `percent(20)` too. So
 * an operation has at most one plan more than there are percentages, where a number for each label could double its plans
 * with each.
 *
 * @param configured labels; those that the supergraph lacks are told to the log, and so is what nobody turns on.
 * @returns what decides for a request; to be asked once in each.
 * @throws GraphQLError when the text is no SDL.
 */
export function overrideLabels(supergraphSdl: string, configured: readonly string[]): () => Overrides {
  const labels = labelsOf(supergraphSdl);
  tell(labels, configured);

  /** When the number drawn is this percentage, or lies between it and the next. */
  const outcome = (percent: number): Overrides => {
    const isOn = (label: string) => configured.includes(label) || (percentOf(label) ?? 0) > percent;
    return { conditions: new Map(labels.map((label) => [label, isOn(label)])), key: labels.filter(isOn).join(' ') };
  };
  // All are made here, and none by a request.
  const percents = new Set(labels.map((label) => percentOf(label) ?? 0));
  const outcomes = [...percents].toSorted((one, other) => other - one).map((from) => ({ from, ...outcome(from) }));
  const below = outcome(0);
  return () => {
    const drawn = Math.random() * 100;
    return outcomes.find(({ from }) => drawn >= from) ?? below;
  };
}

/** In the order of the alphabet, so that a key does not depend on the order of the schema. */
function labelsOf(supergraphSdl: string): string[] {
  const labels = new Set<string>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'join__field') return;
      const label = given.find((argument) => argument.name.value === 'overrideLabel')?.value;
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return [...labels].toSorted();
}

/** @returns undefined for a label of another form. */
function percentOf(label: string): number | undefined {
  const [, percent] = /^percent\((\d{1,2}(?:\.\d{1,8})?|100)\)$/.exec(label) ?? [];
  return percent === undefined ? undefined : Number(percent);
}

function tell(labels: readonly string[], configured: readonly string[]): void {
  const off = labels.filter((label) => percentOf(label) === undefined && !configured.includes(label));
  if (off.length > 0) log.info({ labels: off }, 'OVERRIDE_LABELS lacks these: the old owners answer their fields');
  const unused = configured.filter((label) => !labels.includes(label));
  if (unused.length > 0) log.info({ labels: unused }, 'OVERRIDE_LABELS names what the supergraph does not have');
}
