/** The server times a request with this header, under the name in it. */
export const nameHeader = 'x-bench-page';
