/**
 * Who was erased was said anew after the names had changed places: the name by which the tables know the other half, who
 * stayed out since then, speaks of the time before.
 */
export const saidAnew = {
  mark: (splitAs: string | null): string | null => {
    const [first, second] = splitAs?.split(' ') ?? [];
    return second === undefined ? splitAs : `${first} ${second} anew`;
  },
  isIn: (splitAs: string | null): boolean => splitAs?.endsWith(' anew') === true,
};
