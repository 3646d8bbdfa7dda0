import { Type } from 'typebox'

/**
 * A group of people at an identity provider, as its token names it. Argo CD writes groups into lines of a policy whose
 * values commas separate. Some prefixes name groups and roles of Kubernetes, EKS and Argo CD: `system:authenticated` is
 * everybody.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html (prefixes that EKS refuses)
 */
export const groupName = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^(?!system:|eks:|aws:|amazon:|iam:|role:|proj:)[A-Za-z0-9/]( ?[A-Za-z0-9._:/@+-])*$',
  patternErrorMessage:
    'must be letters, digits, single spaces and . _ : / @ + -, without a prefix of Kubernetes, AWS or Argo CD such as system:',
  examples: ['acme:admins'],
})
