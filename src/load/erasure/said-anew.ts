/**
 * Someone said again which half was erased, after the names had changed places. The name that the tables have for the
 * other half, which stayed out since then, is that of the time before.
 */
export const saidAnew = {
  mark: (splitAs: string | null): string | null => {
    const [first, second] = splitAs?.split(' ') ?? [];
    return second === undefined ? splitAs : `${first} ${second} anew`;
  },
  isIn: (splitAs: string | null): boolean => splitAs?.endsWith(' anew') === true,
};
