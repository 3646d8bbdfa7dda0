/** How long the export of a tenant that left may be kept, days: a cell's bucket has a rule for each. */
export const exportDays = [7, 30, 90, 365] as const
