/** The longest that a timer of Node can wait, in milliseconds. */
export const longestWaitMs = 2 ** 31 - 1;
