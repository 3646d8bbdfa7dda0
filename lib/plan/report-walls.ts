import { Type } from 'typebox'
import { closed, names, where } from './report-common.ts'

/** A direction of traffic that a network policy opens or closes. */
export const flow = Type.Object(
  {
    change: Type.Enum(['opened', 'closed']),
    direction: Type.Enum(['in', 'out']),
    pods: Type.String({ description: 'Pods of the namespace, by label' }),
    peer: Type.String(),
    ports: Type.String(),
    ...where,
  },
  closed,
)

/** A host name that is added or removed. */
export const host = Type.Object(
  {
    change: Type.Enum(['gone', 'new', 'taken'], {
      description: 'Nobody answers for it any more, nobody did before, or another tenant does now',
    }),
    host: Type.String(),
    ...where,
  },
  closed,
)

/** A statement of a wall that differs. */
export const wall = Type.Object(
  {
    wall: Type.Enum(
      [
        'identity',
        'roles',
        'domains',
        'sign-in-security',
        'rights',
        'aws-rights',
        'secrets',
        'hosts',
        'images',
        'admission',
        'isolation',
        'pod-security',
      ],
      { description: 'The wall that the statement is about' },
    ),
    title: Type.String({ description: 'The wall in words' }),
    grade: Type.Enum(['review', 'danger']),
    kind: Type.String(),
    name: Type.String(),
    statement: Type.String({ description: 'Subject, right or field' }),
    before: Type.Optional(Type.String({ description: 'Absent: it is new' })),
    after: Type.Optional(Type.String({ description: 'Absent: it is removed' })),
    ...where,
  },
  closed,
)

/** People who cannot sign in any more, or share their identity with another tenant. */
export const people = Type.Object(
  {
    grade: Type.Enum(['review', 'danger']),
    code: Type.Enum(['locked-out', 'shared-identity'], {
      description: 'People cannot sign in any more, or two tenants share a group, an issuer or a client',
    }),
    what: Type.String(),
    steps: names('The transition, in order'),
    ...where,
  },
  closed,
)
