import { edge } from '../../crossplane/apis/edge/api.ts'
import { kubernetesCluster } from '../../crossplane/apis/kubernetes-cluster/api.ts'
import { network } from '../../crossplane/apis/network/api.ts'
import { nodeFleet } from '../../crossplane/apis/node-fleet/api.ts'
import { postgresDatabase } from '../../crossplane/apis/postgres-database/api.ts'
import { redisCache } from '../../crossplane/apis/redis-cache/api.ts'
import { regionKeys } from '../../crossplane/apis/region-keys/api.ts'
import { regionStorage } from '../../crossplane/apis/region-storage/api.ts'
import { sharedFileSystem } from '../../crossplane/apis/shared-file-system/api.ts'
import { tenantSecrets } from '../../crossplane/apis/tenant-secrets/api.ts'
import { regionNames } from '../catalog/regions.ts'
import { type EntryName, entryNames } from '../resolve/edge-names.ts'
import { type Area, box, columns, group, type LineKind, line, picture, words } from './svg.ts'

const size = { width: 960, height: 1058 }
/** Space beside the clusters for the lines of Argo CD. */
const margin = 40
const wide = size.width - 2 * margin
const gap = 24

const git: Area = { x: margin, y: 16, width: wide, height: 104 }
const hub: Area = { x: margin, y: 164, width: wide, height: 104 }
const users: Area = { x: 370, y: 292, width: 220, height: 48 }
const regionWidth = (wide - gap) / 2
const regionTop = 356
const regionHeight = 514
const local: Area = { x: margin, y: 916, width: wide, height: 104 }

/** The region on the left and the one on the right. Their names are those of the catalogue. */
const sides = (['primary', 'secondary'] as const).map((role, index) => ({
  role,
  name: regionNames[index] ?? role,
  area: { x: margin + index * (regionWidth + gap), y: regionTop, width: regionWidth, height: regionHeight },
}))

/** An entry point's load balancer, and the traffic that it serves. */
const entryPoints: Readonly<Record<EntryName, readonly [label: string, detail: string]>> = {
  web: ['ALB', 'platform hosts'],
  hosts: ['NLB', 'tenants’ own hosts'],
}

/** Services of AWS in a region, each with the kind of the claim that creates it. */
const services: readonly (readonly [label: string, kind: string])[] = [
  ['RDS', postgresDatabase.kind],
  ['ElastiCache', redisCache.kind],
  ['EFS', sharedFileSystem.kind],
  ['S3', regionStorage.kind],
  ['Secrets Manager', tenantSecrets.kind],
  ['KMS', regionKeys.kind],
]

const inside = ({ x, y, width, height }: Area, top = 36, padding = 14): Area => ({
  x: x + padding,
  y: y + top,
  width: width - 2 * padding,
  height: height - top - padding,
})
const centre = ({ x, width }: Area) => x + width / 2
const middle = ({ y, height }: Area) => y + height / 2
const rightEdge = ({ x, width }: Area) => x + width
const bottom = ({ y, height }: Area) => y + height

/** A horizontal arrow from one box to the next. */
const arrow = (kind: LineKind, from: Area, to: Area) =>
  line(kind, [
    [rightEdge(from), middle(from)],
    [to.x, middle(to)],
  ])

function drawGit(): string[] {
  const { x, y, width, height } = inside(git)
  const specs: Area = { x, y, width: 224, height }
  const synth: Area = { x: x + 264, y, width: 324, height }
  const dist: Area = { x: x + 628, y, width: width - 628, height }
  return [
    ...group(git, 'Git repository', 'outer'),
    ...box(specs, 'tenants/*.ts, clusters/*.ts', 'one typed file each'),
    ...box(synth, 'npm run synth', 'check → resolve → draw → verify → write'),
    ...box(dist, 'dist/<cluster>/', 'every Kubernetes object'),
    arrow('request', specs, synth),
    arrow('request', synth, dist),
  ]
}

function drawHub(): string[] {
  const { x, y, width, height } = inside(hub)
  const argocd: Area = { x, y, width: 224, height }
  const crossplane: Area = { x: x + 264, y, width: width - 264, height }
  const claims = [network, kubernetesCluster, nodeFleet, edge, regionKeys, regionStorage]
  return [
    ...group(hub, 'Hub cluster: creates the regions', 'outer'),
    ...box(argocd, 'Argo CD'),
    ...box(crossplane, 'Crossplane', `claims: ${claims.map(({ kind }) => kind).join(', ')}, …`),
    arrow('sync', argocd, crossplane),
  ]
}

/** The EKS cluster of a region: the path of a request on the left, the controllers on the right. */
function drawCluster(cluster: Area, aws: Area): string[] {
  const { x, y, width } = inside(cluster)
  const controllers = ['Argo CD', 'External Secrets', 'Crossplane'].map((label, index): [string, Area] => [
    label,
    { x: x + width - 124, y: y + index * 58, width: 124, height: 46 },
  ])
  const ingress: Area = { x, y, width: width - 138, height: 40 }
  const tenant: Area = { x, y: y + 62, width: ingress.width, height: 100 }
  const [openWebui, ollama] = columns(inside(tenant, 36, 10), 2, 30)
  const crossplane = controllers[2]?.[1]
  if (!openWebui || !ollama || !crossplane) throw new Error('a bug of the picture')
  return [
    ...group(cluster, 'EKS cluster', 'inner'),
    ...box(ingress, 'NGINX ingress controller'),
    ...group(tenant, 'Namespace of each tenant', 'nested'),
    ...box(openWebui, 'Open WebUI', 'CPU nodes'),
    ...box(ollama, 'Ollama', 'GPU nodes'),
    ...controllers.flatMap(([label, area]) => box(area, label)),
    line('request', [
      [centre(ingress), bottom(ingress)],
      [centre(ingress), tenant.y],
    ]),
    arrow('request', openWebui, ollama),
    line('request', [
      [centre(tenant), bottom(tenant)],
      [centre(tenant), aws.y],
    ]),
    line('create', [
      [centre(crossplane), bottom(crossplane)],
      [centre(crossplane), aws.y],
    ]),
  ]
}

function drawRegion({ role, name, area }: (typeof sides)[number]): string[] {
  const { x, y, width } = inside(area)
  const entries = columns({ x, y, width, height: 50 }, entryNames.length, 12)
  const cluster: Area = { x, y: y + 74, width, height: 212 }
  const aws: Area = { x, y: y + 312, width, height: 152 }
  const grid = inside(aws, 36, 12)
  const rows = [grid.y, grid.y + 56].flatMap((top) => columns({ ...grid, y: top, height: 48 }, 3, 8))
  return [
    ...group(area, `Region ${name} (${role})`, 'outer'),
    ...entryNames.flatMap((entry, index) => {
      const place = entries[index]
      return place ? box(place, ...entryPoints[entry]) : []
    }),
    ...drawCluster(cluster, aws),
    ...entries.map((entry) =>
      line('request', [
        [centre(entry), bottom(entry)],
        [centre(entry), cluster.y],
      ]),
    ),
    ...group(aws, 'AWS services', 'inner'),
    ...services.flatMap(([label, kind], index) => {
      const place = rows[index]
      return place ? box(place, label, kind) : []
    }),
  ]
}

function drawLocal(): string[] {
  const area = inside(local)
  const [openWebui, ollama, ...servers] = columns(area, 5, 30)
  if (!openWebui || !ollama) throw new Error('a bug of the picture')
  return [
    ...group(local, 'Local cluster (kind, k3d): the same tenant charts, applied with kubectl', 'outer'),
    ...box(openWebui, 'Open WebUI'),
    ...box(ollama, 'Ollama'),
    ...['PostgreSQL', 'Valkey', 'Volumes'].flatMap((label, index) => {
      const place = servers[index]
      return place ? box(place, label, 'in the cluster') : []
    }),
    arrow('request', openWebui, ollama),
  ]
}

/** Lines between the clusters. */
function drawLines(): string[] {
  const [first, second] = sides.map(({ area }) => area)
  if (!first || !second) throw new Error('a bug of the picture')
  const rail = (side: number, edge: number, to: readonly number[]) =>
    to.map((height) =>
      line('sync', [
        [edge, middle(git)],
        [side, middle(git)],
        [side, height],
        [edge, height],
      ]),
    )
  const below = bottom(first) + 26
  return [
    line('sync', [
      [size.width / 2, bottom(git)],
      [size.width / 2, hub.y],
    ]),
    words(
      size.width / 2 + 14,
      bottom(git) + 27,
      'Argo CD in each of these clusters syncs its own folder of dist/',
      'note',
      'start',
    ),
    ...rail(18, margin, [middle(first)]),
    ...rail(size.width - 18, size.width - margin, [middle(second)]),
    ...box(users, 'Users', 'DNS: Route 53'),
    ...[first, second].map((region, index) =>
      line('request', [
        [index === 0 ? users.x : rightEdge(users), middle(users)],
        [centre(region), middle(users)],
        [centre(region), regionTop],
      ]),
    ),
    ...[first.x + 70, rightEdge(second) - 70].map((x) =>
      line('create', [
        [x, bottom(hub)],
        [x, regionTop],
      ]),
    ),
    line('copy', [
      [centre(first), bottom(first)],
      [centre(first), below],
      [centre(second), below],
      [centre(second), bottom(second)],
    ]),
    words(size.width / 2, below - 8, 'replicas of cells: RDS, EFS, S3, Secrets Manager', 'note'),
  ]
}

function drawLegend(): string[] {
  const entries: readonly (readonly [LineKind, string])[] = [
    ['request', 'requests and data'],
    ['sync', 'Git sync'],
    ['create', 'Crossplane creates'],
    ['copy', 'replication'],
  ]
  const y = size.height - 18
  return columns({ x: margin, y, width: wide, height: 0 }, entries.length, 0).flatMap(({ x }, index) => {
    const [kind, text] = entries[index] ?? []
    if (!kind || !text) return []
    return [
      line(kind, [
        [x, y],
        [x + 36, y],
      ]),
      words(x + 46, y + 5, text, 'note', 'start'),
    ]
  })
}

/**
 * The architecture as a picture: the clusters by kind, the path of a request in a region, and what creates what. Names of
 * regions, entry points and claims are read from the code, so the picture cannot contradict it. The text is always the
 * same for the same code.
 */
export function architectureSvg(): string {
  const alternative = [
    'Git holds the specs and dist. Argo CD in the hub and in each region syncs its own folder of dist.',
    'Crossplane on the hub creates the regions. In a region, requests pass a load balancer, the NGINX ingress controller,',
    'Open WebUI and Ollama. Crossplane of the region creates databases, caches and secrets. A local cluster gets the same',
    'tenant charts by kubectl, with PostgreSQL, Valkey and volumes in the cluster.',
  ].join(' ')
  return picture(size, 'Architecture of Paddock', alternative, [
    ...drawGit(),
    ...drawHub(),
    ...sides.flatMap(drawRegion),
    ...drawLocal(),
    ...drawLines(),
    ...drawLegend(),
  ])
}
