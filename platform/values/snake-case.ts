/** `createdAt` as protos and databases write it: `created_at`. */
export function toSnakeCase(name: string): string {
  return name.replaceAll(/\B[A-Z]/g, '_$&').toLowerCase();
}
