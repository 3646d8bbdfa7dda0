/** A statement of an IAM policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  readonly Sid: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | { readonly AWS?: string; readonly Service?: string; readonly Federated?: string }
  readonly Action: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}

/** A policy document. Its texts may contain slots. */
export interface Document {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** Any principal. Used in resource policies whose conditions limit it, and in deny statements. */
export const everyone = '*'

/** The document in the form that AWS accepts. */
export function documentText(document: Document): string {
  return JSON.stringify(document)
}

/** IAM replaces it with a tag of the caller's session. Pod Identity sets `kubernetes-namespace` and similar tags. */
export function principalTag(name: string): string {
  return `\${aws:PrincipalTag/${name}}`
}

/** One allow statement. */
export function allow(
  Sid: string,
  Action: readonly string[],
  Resource: string | readonly string[],
  Condition?: Statement['Condition'],
): Statement {
  return { Sid, Effect: 'Allow', Action, Resource, ...(Condition ? { Condition } : {}) }
}

/** A document of statements. */
export function document(...Statement: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement }
}

/**
 * Trust policy for IRSA: exactly one service account of this cluster.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrust(
  oidc: { readonly providerArn: string; readonly issuer: string },
  serviceAccount: string,
): Document {
  return document({
    Sid: 'OneServiceAccount',
    Effect: 'Allow',
    Principal: { Federated: oidc.providerArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${oidc.issuer}:aud`]: 'sts.amazonaws.com',
        [`${oidc.issuer}:sub`]: `system:serviceaccount:${serviceAccount}`,
      },
    },
  })
}

/**
 * Trust policy for Pod Identity: the service, for associations of this account's cluster. The service names the cluster
 * in a session tag. AWS documents no other facts that it would send.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podIdentityTrust(accountId: string, clusterArn: string): Document {
  return document({
    Sid: 'PodIdentity',
    Effect: 'Allow',
    Principal: { Service: 'pods.eks.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: { 'aws:SourceAccount': accountId, 'aws:RequestTag/eks-cluster-arn': clusterArn },
    },
  })
}
