import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { commentMark } from '../../lib/cli/plan-print.ts'
import { repository } from '../support/workspace.ts'

interface Comment {
  readonly id: number
  readonly user: { readonly type: string }
  readonly body: string
}

/** An API that knows one pull request of a fork and its comments; answers what was asked of it. */
async function run(comments: readonly Comment[], sha = 'abc'): Promise<{ calls: string[]; out: string }> {
  const calls: string[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    let sent = ''
    request.on('data', (chunk) => {
      sent += String(chunk)
    })
    request.on('end', () => {
      if (request.method !== 'GET') calls.push(`${request.method} ${pathname} ${sent.slice(0, 40)}`)
      const page = Number(searchParams.get('page') ?? 1)
      const answer = pathname.endsWith('/pulls')
        ? [
            { number: 6, head: { sha: 'older' } },
            { number: 7, head: { sha: searchParams.get('head') === 'fork:evil;branch' ? 'abc' : 'other' } },
          ]
        : pathname.endsWith('/issues/7/comments')
          ? comments.slice((page - 1) * 100, page * 100)
          : {}
      const authorized = request.headers.authorization === 'Bearer t'
      response.writeHead(authorized ? 200 : 401, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const folder = mkdtempSync(join(tmpdir(), 'paddock-comment-'))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  writeFileSync(join(folder, 'comment.md'), `${commentMark}\n\nthe plan\n`)
  const env = {
    ...process.env,
    COMMENT: join(folder, 'comment.md'),
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_TOKEN: 't',
    HEAD_BRANCH: 'evil;branch',
    HEAD_OWNER: 'fork',
    HEAD_SHA: sha,
  }
  const script = join(repository, '.github/scripts/plan-comment.mjs')
  const { exitCode, stdout, stderr } = await x('node', [script], { nodeOptions: { env } })
  expect(stderr).toBe('')
  expect(exitCode).toBe(0)
  return { calls, out: stdout }
}

const own = { id: 41, user: { type: 'Bot' }, body: `${commentMark}\n\nbefore` }
const others = Array.from({ length: 150 }, (_, id) => ({ id, user: { type: 'User' }, body: 'hello' }))

test('the first plan is a comment', async () => {
  expect((await run(others)).calls).toEqual([
    expect.stringMatching(/^POST \/repos\/o\/r\/issues\/7\/comments \{"body":"<!-- paddock plan -->/),
  ])
})

test('the next one takes its place, on whatever page it stands', async () => {
  const { calls, out } = await run([...others, own])
  expect(calls).toEqual([expect.stringMatching(/^PATCH \/repos\/o\/r\/issues\/comments\/41 /)])
  expect(out).toBe('updated the comment on #7\n')
})

test('a person’s comment with the mark is left alone', async () => {
  const { calls } = await run([{ ...own, user: { type: 'User' } }])
  expect(calls).toEqual([expect.stringMatching(/^POST /)])
})

test('a branch that has moved on gets nothing', async () => {
  const { calls, out } = await run([], 'gone')
  expect(calls).toEqual([])
  expect(out).toBe('no open pull request has gone\n')
})
