export const ru = {} as never;
