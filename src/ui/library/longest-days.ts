/** For how many days at most the operator lets files be kept, by their origin. */
export type LongestDays = { uploaded: number; made: number };
