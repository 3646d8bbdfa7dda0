/**
 * The longest that a tenant's file may let a request wait for a model server that starts. Every time-out around it is
 * longer; see lib/resolve/timeouts.ts. Seconds.
 */
export const longestWake = 2400
