/**
 * The variables of dist that the tests change, each with the reason. Names of hosts lead elsewhere by /etc/hosts and
 * secrets by the Secrets of the test, so that nothing else has to.
 */
export const changed: Readonly<Record<string, string>> = {
  // A node has as many processors as the pod asks for, this machine has not: its threads would wait for each other.
  LLAMA_ARG_THREADS: '1',
}

/** Variables that stand in no file of dist: a webhook of the cluster adds their like, to sign in to AWS. */
export const added: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
}
