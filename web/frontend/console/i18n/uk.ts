export const uk = {} as never;
