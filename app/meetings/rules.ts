/** Whether a date, YYYY-MM-DD, is before the first one that is accepted. */
export const isBeforeEarliest = (
  date: string,
  earliest: 'today' | 'tomorrow',
  today: string,
): boolean => date < today || (earliest === 'tomorrow' && date === today);
