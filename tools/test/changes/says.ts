export const api = (message: string, operations?: string[]) => ({ area: 'API' as const, message, operations });
export const composition = (message: string, places?: RegExp) => ({ area: 'composition' as const, message, places });
export const permissions = (message: string, operations?: string[]) => ({
  area: 'permissions' as const,
  message,
  operations,
});
export const protos = (message: string, touches?: string[]) => ({ area: 'protos' as const, message, touches });
