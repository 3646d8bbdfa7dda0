import { immutablePath } from '../../../lib/resolve/edge-names.ts'
import type { Composed } from '../../compose/composition.ts'
import { field, fromRegion, fromStatus, slot, tags, text, toStatus } from '../../compose/patch.ts'

const cloudfront = 'cloudfront.aws.upbound.io/v1beta2'
const daySeconds = 86_400
const yearSeconds = 365 * daySeconds

const none = { cookieBehavior: 'none' }
const nothing = {
  cookiesConfig: none,
  enableAcceptEncodingBrotli: false,
  enableAcceptEncodingGzip: false,
  headersConfig: { headerBehavior: 'none' },
  queryStringsConfig: { queryStringBehavior: 'none' },
}

/** The host is part of the cache key, so no tenant receives a cached file of another tenant. */
const cachePolicy: Composed = {
  name: 'cache-policy',
  base: {
    apiVersion: cloudfront,
    kind: 'CachePolicy',
    spec: {
      forProvider: {
        comment: 'Files whose names change with their content',
        defaultTtl: daySeconds,
        maxTtl: yearSeconds,
        minTtl: 0,
        parametersInCacheKeyAndForwardedToOrigin: {
          ...nothing,
          enableAcceptEncodingBrotli: true,
          enableAcceptEncodingGzip: true,
          headersConfig: { headerBehavior: 'whitelist', headers: { items: ['Host'] } },
        },
      },
    },
  },
  patches: [
    text(`paddock-${slot('claim.region')}-immutable`, field('name')),
    toStatus('status.atProvider.id', 'cachePolicy'),
  ],
}

/** Nothing is cached. The origin has no other files, and an error answer must not be served later. */
const passPolicy: Composed = {
  name: 'pass-policy',
  base: {
    apiVersion: cloudfront,
    kind: 'CachePolicy',
    spec: {
      forProvider: {
        comment: 'Keeps nothing',
        defaultTtl: 0,
        maxTtl: 0,
        minTtl: 0,
        parametersInCacheKeyAndForwardedToOrigin: nothing,
      },
    },
  },
  patches: [
    text(`paddock-${slot('claim.region')}-nothing`, field('name')),
    toStatus('status.atProvider.id', 'passPolicy'),
  ],
}

/** Pages on tenants' own hosts load these files from another host. Browsers need CORS headers for this. */
const headersPolicy: Composed = {
  name: 'headers-policy',
  base: {
    apiVersion: cloudfront,
    kind: 'ResponseHeadersPolicy',
    spec: {
      forProvider: {
        comment: 'Public files',
        corsConfig: {
          accessControlAllowCredentials: false,
          accessControlAllowHeaders: { items: ['*'] },
          accessControlAllowMethods: { items: ['GET', 'HEAD'] },
          accessControlAllowOrigins: { items: ['*'] },
          accessControlMaxAgeSec: daySeconds,
          originOverride: true,
        },
        customHeadersConfig: {
          items: [{ header: 'Cross-Origin-Resource-Policy', override: true, value: 'cross-origin' }],
        },
        securityHeadersConfig: {
          contentTypeOptions: { override: true },
          strictTransportSecurity: { accessControlMaxAgeSec: yearSeconds, override: true },
        },
      },
    },
  },
  patches: [
    text(`paddock-${slot('claim.region')}-public`, field('name')),
    toStatus('status.atProvider.id', 'headersPolicy'),
  ],
}

/** CloudFront would cache these statuses for ten seconds by default. */
const errors = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]
const reading = ['GET', 'HEAD']

const behavior = {
  allowedMethods: reading,
  cachedMethods: reading,
  targetOriginId: 'regions',
  viewerProtocolPolicy: 'https-only',
}

function origin(originId: 'own' | 'peer') {
  return { connectionAttempts: 2, connectionTimeout: 5, originId, vpcOriginConfig: { originReadTimeout: 30 } }
}

const distribution: Composed = {
  name: 'distribution',
  base: {
    apiVersion: cloudfront,
    kind: 'Distribution',
    spec: {
      forProvider: {
        customErrorResponse: errors.map((errorCode) => ({ errorCachingMinTtl: 0, errorCode })),
        defaultCacheBehavior: { ...behavior, compress: false },
        enabled: true,
        httpVersion: 'http2and3',
        isIpv6Enabled: true,
        orderedCacheBehavior: [{ ...behavior, compress: true, pathPattern: immutablePath }],
        origin: [origin('own'), origin('peer')],
        originGroup: [
          {
            failoverCriteria: { statusCodes: [500, 502, 503, 504] },
            member: [{ originId: 'own' }, { originId: 'peer' }],
            originId: 'regions',
          },
        ],
        // North America and Europe.
        priceClass: 'PriceClass_100',
        restrictions: { geoRestriction: { restrictionType: 'none' } },
        viewerCertificate: { minimumProtocolVersion: 'TLSv1.3_2025', sslSupportMethod: 'sni-only' },
        waitForDeployment: false,
      },
    },
  },
  patches: [
    tags,
    text(`Paddock ${slot('claim.region')}: immutable files of Open WebUI`, field('comment')),
    text(`*.static.${slot('claim.domain')}`, field('aliases[0]')),
    fromRegion('edge.certificates.cdn.arn', field('viewerCertificate.acmCertificateArn')),
    fromStatus('firewall', field('webAclId')),
    // The certificate of the internal ALBs is valid for this name. The VPC origin, not DNS, names the load balancer.
    text(`origin.static.${slot('claim.domain')}`, field('origin[0].domainName')),
    text(`origin.static.${slot('peer.edge.domain')}`, field('origin[1].domainName')),
    fromRegion('edge.vpcOrigin', field('origin[0].vpcOriginConfig.vpcOriginId')),
    fromRegion('peer.edge.vpcOrigin', field('origin[1].vpcOriginConfig.vpcOriginId')),
    fromStatus('passPolicy', field('defaultCacheBehavior.cachePolicyId')),
    fromStatus('cachePolicy', field('orderedCacheBehavior[0].cachePolicyId')),
    fromStatus('headersPolicy', field('orderedCacheBehavior[0].responseHeadersPolicyId')),
    toStatus('status.atProvider.domainName', 'cdnDomain'),
    toStatus('status.atProvider.hostedZoneId', 'cdnZoneId'),
  ],
}

/** The distribution with its policies. */
export const distributionResources: readonly Composed[] = [
  cachePolicy,
  passPolicy,
  headersPolicy,
  distribution,
]
