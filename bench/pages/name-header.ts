/** A request with this header is timed where it is served, under the name that it says. */
export const nameHeader = 'x-bench-page';
