/** A value of a field as mapped: text (dates as YYYY-MM-DD), yes or no, a constant number, or null for blank. */
export type Value = string | number | boolean | null;
