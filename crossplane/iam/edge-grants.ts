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
      ...named('elasticloadbalancing', 'DescribeCapacityReservation'),
      ...named('ec2', 'DescribeAccountAttributes', 'DescribeInternetGateways'),
      ...named('ec2', 'DescribeSecurityGroups', 'DescribeSubnets', 'DescribeVpcs'),
      ...readElb,
    ],
  },
  LBListener: {
    actions: [
      ...named('elasticloadbalancing', 'CreateListener', 'DeleteListener', 'ModifyListener'),
      // Timeouts and headers of a listener are attributes, and each read requests them.
      ...named('elasticloadbalancing', 'ModifyListenerAttributes'),
      ...tagElb,
    ],
    resources: [...balancers, ...listeners],
    unbound: [
      ...named('elasticloadbalancing', 'DescribeListenerAttributes', 'DescribeListeners'),
      ...readElb,
    ],
  },
  LBListenerCertificate: {
    actions: named('elasticloadbalancing', 'AddListenerCertificates', 'RemoveListenerCertificates'),
    resources: listeners,
    unbound: named('elasticloadbalancing', 'DescribeListenerCertificates'),
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

const tagWaf = named('wafv2', 'ListTagsForResource', 'TagResource', 'UntagResource')

export const wafv2: ServiceGrants = {
  WebACL: {
    actions: [...named('wafv2', 'CreateWebACL', 'DeleteWebACL', 'GetWebACL', 'UpdateWebACL'), ...tagWaf],
    resources: ['regional/webacl/paddock-*/*', 'regional/managedruleset/*/*'],
  },
  WebACLAssociation: {
    actions: named('wafv2', 'AssociateWebACL', 'GetWebACLForResource'),
    resources: ['regional/webacl/paddock-*/*'],
    unbound: [
      ...named('elasticloadbalancing', 'DescribeLoadBalancers', 'DescribeWebACLAssociation'),
      // The call names the protected resource, not the firewall.
      ...named('wafv2', 'DisassociateWebACL'),
    ],
    // Two services check the call that puts a firewall in front of a load balancer.
    elsewhere: [
      {
        sid: 'BeforeBalancers',
        actions: [
          ...named('elasticloadbalancing', 'CreateWebACLAssociation', 'DeleteWebACLAssociation'),
          ...named('elasticloadbalancing', 'GetLoadBalancerWebACL', 'SetWebAcl'),
        ],
        resources: ['elasticloadbalancing:*:{account}:loadbalancer/app/paddock-*/*'],
      },
    ],
  },
}
