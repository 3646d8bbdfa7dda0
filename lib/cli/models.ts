import { join, resolve } from 'node:path'
import { Argument, type Command, InvalidArgumentError } from 'commander'
import { models as catalogue, type ModelName } from '../catalog/models.ts'
import { regionNames } from '../catalog/regions.ts'
import { printableJson } from '../findings/printable.ts'
import { renderAll } from '../findings/render.ts'
import type { ModelBucket } from '../models/s3.ts'
import { exitCodes } from './exit-codes.ts'
import { formatFindings } from './print.ts'
import { rootOf } from './root.ts'

interface PublishOptions {
  readonly account: string
  readonly store: string
  readonly python: string
  readonly json?: boolean
}

/** Adds `paddock models publish` and `paddock models release`. */
export function addModels(paddock: Command): void {
  const models = paddock.command('models').description('publish and release versions of models')
  models
    .command('publish')
    .description('send a version from Ollama’s store to the buckets of both regions; releases nothing')
    .addArgument(model())
    .requiredOption('--account <id>', 'number of the AWS account, which the buckets’ names hold', account)
    .requiredOption('--store <folder>', 'folder with manifests/ and blobs/, as `ollama pull` fills it')
    .option('--python <program>', 'program that is Python with boto3', 'python3')
    .option('--json', 'print the result as JSON')
    .action(async (name: ModelName, options: PublishOptions) => {
      const { publish } = await import('../models/publish.ts')
      const { code, digest = null } = await publish(
        {
          name,
          store: resolve(options.store),
          accountId: options.account,
          regions: regionNames,
        },
        options.python,
        options.json ? () => {} : console.log,
      )
      if (options.json) console.log(printableJson({ digest }))
      if (code === 127) console.error(`there is no ${options.python}: install Python and boto3`)
      if (code !== 0) process.exitCode = exitCodes.findings
    })
  models
    .command('release')
    .description('move a model’s pointer to a version, if the buckets of both regions hold all of it')
    .addArgument(model())
    .argument('<digest>', 'sha256:… of its manifest, as publish prints it', digest)
    .requiredOption('--account <id>', 'number of the AWS account, which the buckets’ names hold', account)
    .option('--json', 'print the result as JSON')
    .action(async (name: ModelName, version: string, options: { account: string; json?: boolean }) => {
      const { releaseModel, releasesFile } = await import('../models/release.ts')
      const file = join(rootOf(paddock), releasesFile)
      const candidate = { name, digest: version, day: new Date().toISOString().slice(0, 10) }
      const findings = await releaseModel(file, candidate, await buckets(paddock, options.account))
      const released = findings.length === 0
      if (options.json) console.log(printableJson({ released, findings: renderAll(findings) }))
      else if (released)
        console.log(`${releasesFile}: ${name} is ${version}; run \`npm run synth\` and commit both`)
      else console.error(formatFindings(findings))
      if (!released) process.exitCode = exitCodes.findings
    })
}

function account(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('An account has twelve digits.')
  return text
}

function digest(text: string): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(text))
    throw new InvalidArgumentError('A digest is sha256: and 64 hex digits.')
  return text
}

function model(): Argument {
  return new Argument('<model>', 'name in the catalogue').choices(Object.keys(catalogue))
}

/** By the credentials and the endpoint that AWS's own tools read from the environment. */
async function buckets(paddock: Command, accountId: string): Promise<ModelBucket[]> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL_S3 } = process.env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    paddock.error(
      'no credentials in the environment: eval "$(aws configure export-credentials --format env)"',
    )
  }
  const { AwsClient } = await import('aws4fetch')
  const { modelsBucket } = await import('../catalog/model-store.ts')
  const client = new AwsClient({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
    retries: 4,
  })
  return regionNames.map((region) => ({
    region,
    name: modelsBucket(accountId, region),
    client,
    ...(AWS_ENDPOINT_URL_S3 ? { endpoint: AWS_ENDPOINT_URL_S3.replace(/\/$/, '') } : {}),
  }))
}
