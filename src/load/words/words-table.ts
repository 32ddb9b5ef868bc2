/** By school, word and table: the ids of the records that are found by the word, as a JSON list. */
export const wordsTable = 'search_words';
