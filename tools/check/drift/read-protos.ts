import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '@commerce/platform/errors/user-error';
import { z } from 'zod';

/** What one package's protos declare; the names of its own messages and enums are without the package. */
export interface ProtoPackage {
  messages: Map<string, ProtoMessage>;
  enums: Map<string, ProtoEnum>;
  rpcs: Map<string, ProtoRpc>;
}

export interface ProtoMessage {
  name: string;
  fields: ProtoField[];
  place: string;
}

export interface ProtoField {
  /** As the proto writes it: `create_time`. */
  name: string;
  /** `string`, `int32`, … or the name of a message or an enum. */
  type: string;
  repeated: boolean;
  /** Can a reader tell whether it is set? */
  presence: 'always there' | 'optional' | 'message';
  place: string;
}

export interface ProtoEnum {
  name: string;
  values: { name: string; number: number }[];
  place: string;
}

export interface ProtoRpc {
  name: string;
  request: string;
  response: string;
  place: string;
}

/**
 * Reads all protos of a tree.
 *
 * @param folder of the tree.
 * @returns the packages by name: `commerce.order.v1`.
 * @throws UserError when they do not compile.
 */
export async function readProtos(folder: string): Promise<Map<string, ProtoPackage>> {
  const packages = new Map<string, ProtoPackage>();
  for (const file of await buildImage(folder)) {
    const into = packages.get(file.package) ?? { messages: new Map(), enums: new Map(), rpcs: new Map() };
    packages.set(file.package, into);
    const at = placesOf(file);
    const own = (name: string) => name.replace(`.${file.package}.`, '').replace(/^\./, '');
    file.messageType.forEach(({ name, field }, index) => {
      const fields = field.map((each, position) => toField(each, own, at(4, index, 2, position)));
      into.messages.set(name, { name, fields, place: at(4, index) });
    });
    file.enumType.forEach(({ name, value }, index) => {
      into.enums.set(name, { name, values: value, place: at(5, index) });
    });
    file.service.forEach(({ method }, index) => {
      method.forEach(({ name, inputType, outputType }, position) => {
        const place = at(6, index, 2, position);
        into.rpcs.set(name, { name, request: own(inputType), response: own(outputType), place });
      });
    });
  }
  return packages;
}

const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);
const fieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  type: z.string(),
  typeName: z.string().optional(),
  proto3Optional: z.boolean().default(false),
});
const fileSchema = z.object({
  name: z.string(),
  package: z.string(),
  messageType: list(z.object({ name: z.string(), field: list(fieldSchema) })),
  enumType: list(z.object({ name: z.string(), value: list(z.object({ name: z.string(), number: z.number() })) })),
  service: list(
    z.object({ method: list(z.object({ name: z.string(), inputType: z.string(), outputType: z.string() })) }),
  ),
  sourceCodeInfo: z.object({ location: list(z.object({ path: list(z.number()), span: list(z.number()) })) }),
});

type File = z.infer<typeof fileSchema>;

/** https://protobuf.com/docs/descriptors, as https://buf.build/docs/reference/cli/buf/build/ writes it in JSON. */
async function buildImage(folder: string): Promise<File[]> {
  try {
    const args = ['build', join(folder, 'protos'), '--output', '-#format=json'];
    const { stdout } = await promisify(execFile)(BUF, args, { maxBuffer: 64 * 1024 * 1024 });
    return z.object({ file: z.array(fileSchema) }).parse(JSON.parse(stdout)).file;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    if (!stderr) throw error;
    throw new UserError(`The protos do not compile: ${stderr.trim()}`, error);
  }
}

const BUF = join(import.meta.dirname, '../../../node_modules/.bin/buf');

/** Where something is written, by its path of numbers in the descriptor. */
function placesOf({ name, sourceCodeInfo }: File) {
  const lines = new Map(sourceCodeInfo.location.map(({ path, span }) => [path.join(), (span[0] ?? 0) + 1]));
  return (...path: number[]) => `protos/${name}:${lines.get(path.join()) ?? 1}`;
}

function toField(field: z.infer<typeof fieldSchema>, own: (name: string) => string, place: string): ProtoField {
  const { name, label, type, typeName, proto3Optional } = field;
  return {
    name,
    type: typeName === undefined ? type.replace('TYPE_', '').toLowerCase() : own(typeName),
    repeated: label === 'LABEL_REPEATED',
    presence: proto3Optional ? 'optional' : type === 'TYPE_MESSAGE' ? 'message' : 'always there',
    place,
  };
}
