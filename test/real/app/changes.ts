/**
 * The variables of dist that the tests change, each with the reason. /etc/hosts redirects host names, and the test has
 * Secrets of its own, so no other variable changes.
 */
export const changed: Readonly<Record<string, string>> = {
  // A node has as many processors as the pod asks for, this machine has not: its threads would wait for each other.
  LLAMA_ARG_THREADS: '1',
}

/** Variables that no file of dist has: a webhook of the cluster adds such variables for access to AWS. */
export const added: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
}
