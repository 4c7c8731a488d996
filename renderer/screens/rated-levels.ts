/** Five levels of satisfaction as they stand on the screen, best first. */
export const ratedLevels = ['5', '4', '3', '2', '1'] as const;
