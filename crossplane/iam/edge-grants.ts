import { named, type ServiceGrants } from './provider-grant.ts'

export const route53: ServiceGrants = {
  Zone: {
    actions: [
      ...named('route53', 'GetHostedZone', 'ListTagsForResource'),
      ...named('route53', 'ChangeTagsForResource', 'ListResourceRecordSets', 'UpdateHostedZoneComment'),
    ],
    resources: ['hostedzone/*'],
    unbound: named('route53', 'CreateHostedZone', 'GetChange', 'ListHostedZones'),
  },
  Record: {
    actions: named('route53', 'ChangeResourceRecordSets', 'GetHostedZone', 'ListResourceRecordSets'),
    resources: ['hostedzone/*'],
    unbound: named('route53', 'GetChange'),
  },
  HealthCheck: {
    actions: [
      ...named('route53', 'ChangeTagsForResource', 'DeleteHealthCheck', 'GetHealthCheck'),
      ...named('route53', 'ListTagsForResource', 'UpdateHealthCheck'),
    ],
    resources: ['healthcheck/*'],
    unbound: named('route53', 'CreateHealthCheck'),
  },
}

export const acm: ServiceGrants = {
  Certificate: {
    actions: [
      ...named('acm', 'AddTagsToCertificate', 'DeleteCertificate', 'DescribeCertificate'),
      ...named('acm', 'ListTagsForCertificate', 'RemoveTagsFromCertificate', 'UpdateCertificateOptions'),
    ],
    resources: ['certificate/*'],
    unbound: named('acm', 'RequestCertificate'),
  },
  CertificateValidation: { actions: named('acm', 'DescribeCertificate'), resources: ['certificate/*'] },
}

const balancers = ['loadbalancer/app/paddock-*/*', 'loadbalancer/net/paddock-*/*']
const listeners = ['listener/app/paddock-*/*/*', 'listener/net/paddock-*/*/*']
const targetGroups = ['targetgroup/paddock-*/*']
const tagElb = named('elasticloadbalancing', 'AddTags', 'RemoveTags')
const readElb = named('elasticloadbalancing', 'DescribeTags')

export const elbv2: ServiceGrants = {
  LB: {
    actions: [
      ...named('elasticloadbalancing', 'CreateLoadBalancer', 'DeleteLoadBalancer'),
      ...named('elasticloadbalancing', 'ModifyLoadBalancerAttributes', 'SetSecurityGroups', 'SetSubnets'),
      ...tagElb,
    ],
    resources: balancers,
    unbound: [
      ...named('elasticloadbalancing', 'DescribeLoadBalancerAttributes', 'DescribeLoadBalancers'),
      ...named('ec2', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'),
      ...readElb,
    ],
  },
  LBListener: {
    actions: [
      ...named('elasticloadbalancing', 'CreateListener', 'DeleteListener', 'ModifyListener'),
      ...tagElb,
    ],
    resources: [...balancers, ...listeners],
    unbound: [...named('elasticloadbalancing', 'DescribeListeners'), ...readElb],
  },
  LBListenerCertificate: {
    actions: named('elasticloadbalancing', 'AddListenerCertificates', 'RemoveListenerCertificates'),
    resources: listeners,
    unbound: named('elasticloadbalancing', 'DescribeListenerCertificates'),
  },
  LBListenerRule: {
    actions: [...named('elasticloadbalancing', 'CreateRule', 'DeleteRule', 'ModifyRule'), ...tagElb],
    resources: [...listeners, 'listener-rule/app/paddock-*/*/*/*'],
    unbound: [...named('elasticloadbalancing', 'DescribeRules'), ...readElb],
  },
  LBTargetGroup: {
    actions: [
      ...named('elasticloadbalancing', 'CreateTargetGroup', 'DeleteTargetGroup', 'ModifyTargetGroup'),
      ...named('elasticloadbalancing', 'ModifyTargetGroupAttributes'),
      ...tagElb,
    ],
    resources: targetGroups,
    unbound: [
      ...named('elasticloadbalancing', 'DescribeTargetGroupAttributes', 'DescribeTargetGroups'),
      ...readElb,
    ],
  },
}

const tagCloudfront = named('cloudfront', 'ListTagsForResource', 'TagResource', 'UntagResource')

export const cloudfront: ServiceGrants = {
  Distribution: {
    actions: [
      ...named('cloudfront', 'CreateDistribution', 'DeleteDistribution', 'GetDistribution'),
      ...named('cloudfront', 'UpdateDistribution'),
      ...tagCloudfront,
    ],
    resources: ['distribution/*'],
    unbound: named('wafv2', 'GetWebACL'),
  },
  VPCOrigin: {
    actions: [
      ...named('cloudfront', 'CreateVpcOrigin', 'DeleteVpcOrigin', 'GetVpcOrigin', 'UpdateVpcOrigin'),
      ...tagCloudfront,
    ],
    resources: ['vpcorigin/*'],
    unbound: [
      ...named('ec2', 'DescribeInstances', 'DescribeInternetGateways', 'DescribeSecurityGroups'),
      ...named('ec2', 'DescribeSubnets', 'DescribeVpcs'),
      ...named('elasticloadbalancing', 'DescribeLoadBalancers'),
    ],
  },
  CachePolicy: {
    actions: [
      ...named('cloudfront', 'CreateCachePolicy', 'DeleteCachePolicy', 'GetCachePolicy'),
      ...named('cloudfront', 'UpdateCachePolicy'),
    ],
    resources: ['cache-policy/*'],
  },
  ResponseHeadersPolicy: {
    actions: [
      ...named('cloudfront', 'CreateResponseHeadersPolicy', 'DeleteResponseHeadersPolicy'),
      ...named('cloudfront', 'GetResponseHeadersPolicy', 'UpdateResponseHeadersPolicy'),
    ],
    resources: ['response-headers-policy/*'],
  },
}

const tagWaf = named('wafv2', 'ListTagsForResource', 'TagResource', 'UntagResource')

export const wafv2: ServiceGrants = {
  WebACL: {
    actions: [...named('wafv2', 'CreateWebACL', 'DeleteWebACL', 'GetWebACL', 'UpdateWebACL'), ...tagWaf],
    resources: ['*/webacl/paddock-*/*', '*/managedruleset/*/*'],
  },
  WebACLAssociation: {
    actions: named('wafv2', 'AssociateWebACL', 'DisassociateWebACL', 'GetWebACLForResource'),
    resources: ['regional/webacl/paddock-*/*'],
    unbound: named('elasticloadbalancing', 'DescribeLoadBalancers'),
    // A firewall is put before a load balancer by a call that both services check.
    elsewhere: [
      {
        sid: 'BeforeBalancers',
        actions: named('elasticloadbalancing', 'SetWebAcl'),
        resources: ['elasticloadbalancing:*:{account}:loadbalancer/app/paddock-*/*'],
      },
    ],
  },
}
